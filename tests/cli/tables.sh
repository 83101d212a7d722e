#!/bin/sh
# JSON of any layout, CSV and TSV: records found, fields by whatever name, and
# broken ones that cost no other.
. "${0%/*}/lib.sh"
few_rules
cd "$dir" || exit 2

# number, kind, title, date, authors, text, or why not
read_all() {
	"$EXTRACT" --any-language --to article "$@" 2>err | jq -r 'if .error
		then "! " + .error.message else [(.raw.uri | sub(".*#"; "")),
		(.raw.from // .raw.type), .article.title, .article.published,
		(.article.authors | join("+")),
		(.article.text | gsub("\n+"; " "))] | join("|") end'
}

# --- names ---

cat >names.jsonl <<'J'
{"headline":"A","articleBody":"Một","datePublished":"2021-06-05","author":{"name":"Lan"}}
{"title":"B","maintext":"Hai","date_publish":"2021-06-05 19:30:00","authors":["Lan","Hà"]}
{"title":"C","content":"Ba","publishedAt":"2021-06-05T12:00:00Z","source":{"id":null,"name":"VOV"}}
{"title":"D","body":["Bốn","Năm"],"timestamp":1622896200}
{"title":"E","text":null,"content":" ","body":"Sáu","date":1622896200000,"byline":"Lan; Hà"}
{"title":"G","text":"Bảy","published":{"$date":"2021-06-05T12:00:00Z"},"_id":{"$oid":"5f"}}
{"title":"H","content":"<p>Tám &amp; chín</p><p>Mười</p>","pubDate":"20210605"}
{"title":"I","text":"giá a < b và c > d","content":"không phải"}
{"Title":"K","Content":"Mười một","DATE":"2021-06-05"}
J
is "names of public data sets" "$(read_all names.jsonl)" \
	"1|jsonl|A|2021-06-05|Lan|A Một
2|jsonl|B|2021-06-05T19:30:00+07:00|Lan+Hà|B Hai
3|jsonl|C|2021-06-05T12:00:00Z||C Ba
4|jsonl|D|2021-06-05T19:30:00+07:00||D Bốn Năm
5|jsonl|E|2021-06-05T19:30:00+07:00|Lan+Hà|E Sáu
6|jsonl|G|2021-06-05T12:00:00Z||G Bảy
7|jsonl|H|2021-06-05||H Tám & chín Mười
8|jsonl|I|||I giá a < b và c > d
9|jsonl|K|2021-06-05||K Mười một"
is "site and key" "$("$EXTRACT" --to article names.jsonl |
	jq -c '[.article.site, .article.key]' | sed -n '3p;6p' | tr '\n' ' ')" \
	'["VOV",null] [null,"5f"] '

# --- --map ---

echo '{"a":{"b":"sâu","c.d":"x"},"text":"nông","t":"Tên","when":"5/6/2021"}' >m.jsonl
is "a path, a title, a date" \
	"$(read_all --map text=a.b,title=t,published=when m.jsonl)" \
	"1|jsonl|Tên|2021-06-05||Tên sâu"
is "twice: the second where the first is not there" \
	"$(read_all --map text=none --map text=a.b m.jsonl)" "1|jsonl||||sâu"
is "what is mapped is not guessed" "$(read_all --map text=none m.jsonl)" \
	"! 'none' is missing"
is "a mapped object" "$(read_all --map text=a m.jsonl)" \
	"! 'a' is an object, want a text"
for wrong in texts=a text text= '' text=a,, ; do
	run --map "$wrong" m.jsonl
	is "--map '$wrong'" "$status" 2
done
run --map texts=a m.jsonl
has "which field is not one" "$(cat err)" "there is no field 'texts' to map to"

# --- layouts of JSON ---

printf '[{"text":"một"},\n {"text":\n"h]a{i\\""}, {"text":}, 5, {"text":"ba"}\n]\n' >l.json
is "a list" "$(read_all l.json)" '1|json||||một
2|json||||h]a{i"
! not JSON: unexpected token
! a record is a number, want an object
5|json||||ba'
has "the line of a fault" "$(cat err)" "l.json:3:21: read: not JSON"
printf '\357\273\277{\n  "text": "một"\n}\n\n{ "text":\n"hai" }{"text":"ba"}' >p.json
is "pretty-printed, one behind the other" "$(read_all - <p.json)" \
	"1|json||||một
2|json||||hai
3|json||||ba"
printf '[{"text":"một"},{"text":"ha' >cut.json
is "a list that is cut off" "$(read_all cut.json)" "1|json||||một
! JSON is cut off"
printf '[{"text":"một"},' >cut.json
is "and between records" "$(read_all cut.json)" "1|json||||một
! the list is cut off"
echo '[]' >none.json
is "an empty list" "$(read_all none.json)" "! empty: no text"

# --- CSV ---

printf '\357\273\277id,title,content,published,author\r
1,"a ""b"", c","Một\r
hai",2021-06-05,Lan\r
\r
2,B,Ba,,\r
3,C,"Bốn"x,,\r
4,D,Năm\r
5,E,"Sáu,,\r
6,F,Bảy,1622896200,"Lan, Hà"\r
7,G,,,\r
8,H,5" tám,,' >a.csv
want="1|csv|a \"b\", c|2021-06-05|Lan|a \"b\", c Một hai
2|csv|B|||B Ba
! text behind a quotation mark that closes
! 3 cells, want 5 as in the header
! text behind a quotation mark that closes
6|csv|F|2021-06-05T19:30:00+07:00|Lan+Hà|F Bảy
! 'text' is missing
8|csv|H|||H 5\" tám"
is "CSV" "$(read_all a.csv)" "$want"
is "places of what is broken" "$(sed 's/^extract: //; s/: read.*//' err)" \
	"a.csv:6
a.csv:7
a.csv:8
a.csv:10"
is "known by its header" "$(read_all - <a.csv)" "$want"
for d in ';' '|' '	'; do
	printf 'title%scontent\nA,B%s"C%sD"\n' "$d" "$d" "$d" >d.csv
	is "cells set apart by '$d'" "$(read_all d.csv)" \
		"1|csv|A,B|||A,B C${d}D"
done
printf 'title,content\rA,một\rB,hai\r' >old.csv
is "line ends of old" "$(read_all old.csv)" "1|csv|A|||A một
2|csv|B|||B hai"
printf 'title,content\n' >none.csv
is "a header alone" "$(read_all none.csv)" "! no row behind the header"
printf 'Thưa ông, nội dung, ngày\nđây là một bức thư.\n' >letter
has "a text with commas is a text" "$(read_all letter)" "|text|"
awk 'BEGIN { print "title,content"; for (i = 1; i <= 20000; i++)
	print "T" i ",\"mở" }' >open.csv
timeout 60 "$EXTRACT" -q --only read open.csv >out
is "twenty thousand open quotations end" "$(wc -l <out)" 20000
head -c 100000000 /dev/zero | tr '\0' x | sed '1s/^/title,content\n/' |
	"$EXTRACT" --input csv --only read - >out 2>&1
has "a row without end" "$(cut -c1-300 out)" "a row of more than 16 MB"
exit $failed
