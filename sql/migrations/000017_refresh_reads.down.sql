delete from rolecall.applied where version = 17;
