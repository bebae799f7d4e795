create or replace function auth.network(p_ip inet)
returns inet language sql immutable parallel safe
as $$
  -- One IPv6 customer has at least a /64 to rotate through; a mapped IPv4 address is that IPv4 address.
  select case
    when family(p_ip) = 4 then set_masklen(p_ip, 32)
    when p_ip <<= inet '::ffff:0:0/96' then substring(host(p_ip) from '[0-9.]+$')::inet
    else network(set_masklen(p_ip, 64))::inet
  end
$$;
comment on function auth.network(inet) is
  'The network that a limit counts: an IPv4 address by itself, IPv6 by its /64.';
