create or replace function auth.punycode_decode(p_label text)
returns text language plpgsql immutable
as $$
declare
  v_cut integer := coalesce(length(p_label) - nullif(position('-' in reverse(p_label)), 0), 0);
  v_out text := left(p_label, v_cut);
  v_in text := substr(p_label, case v_cut when 0 then 1 else v_cut + 2 end);
  v_at integer := 1;
  v_n bigint := 128; v_i bigint := 0; v_bias bigint := 72;
  v_old bigint; v_w bigint; v_k bigint; v_t bigint; v_digit integer; v_delta bigint;
begin
  while v_at <= length(v_in) loop
    v_old := v_i; v_w := 1; v_k := 36;
    loop
      v_digit := position(substr(v_in, v_at, 1) in 'abcdefghijklmnopqrstuvwxyz0123456789') - 1;
      if v_digit < 0 or v_at > length(v_in) or v_w > 2147483647 or v_i > 2147483647 then
        return null;
      end if;
      v_at := v_at + 1;
      v_i := v_i + v_digit * v_w;
      v_t := least(26, greatest(1, v_k - v_bias));
      exit when v_digit < v_t;
      v_w := v_w * (36 - v_t);
      v_k := v_k + 36;
    end loop;
    v_delta := (v_i - v_old) / case v_old when 0 then 700 else 2 end;
    v_delta := v_delta + v_delta / (length(v_out) + 1);
    v_k := 0;
    while v_delta > 455 loop
      v_delta := v_delta / 35; v_k := v_k + 36;
    end loop;
    v_bias := v_k + 36 * v_delta / (v_delta + 38);
    v_n := v_n + v_i / (length(v_out) + 1);
    v_i := v_i % (length(v_out) + 1);
    if v_n > 1114111 or v_n between 55296 and 57343 then
      return null;
    end if;
    v_out := left(v_out, v_i::integer) || chr(v_n::integer) || substr(v_out, v_i::integer + 1);
    v_i := v_i + 1;
  end loop;
  return v_out;
end $$;
comment on function auth.punycode_decode(text) is
  'What a label of a domain says after its xn-- (RFC 3492 section 6.2); null when it says nothing. Private.';
