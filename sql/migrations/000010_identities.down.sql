drop table auth.provider_tokens, auth.oauth_flows, auth.identities, auth.providers;
delete from rolecall.applied where version = 10;
