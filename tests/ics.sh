#!/bin/sh
# -f ics: what it writes is read back by a public parser (python3-icalendar)
# and says the same as the record; lines are short, end in CR LF, and two runs
# are equal.
EXTRACT=${EXTRACT:-build/extract}
cd "$(dirname "$0")/.." || exit 2
python=/usr/bin/python3
if ! $python -c 'import icalendar' 2>/dev/null; then
	echo "skipped: no python3-icalendar"
	exit 0
fi
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cat >"$dir/in.jsonl" <<'END'
{"id": "a", "published": "2022-05-04T23:30:00-02:00", "url": "https://example.org/tin?a=1;b=2,3", "text": "Giao ban tháng Năm\n\nSở Y tế yêu cầu các bệnh viện rà soát trang thiết bị, vật tư; gửi báo cáo về Sở trước 17h ngày 20/5/2022; hoàn thành tiêm chủng \\ xét nghiệm đến hết ngày 31/5/2022."}
{"id": "b", "text": "Không có thời hạn nào ở đây."}
END
"$EXTRACT" -q -f ics "$dir/in.jsonl" >"$dir/one.ics" || exit 1
"$EXTRACT" -q -f ics "$dir/in.jsonl" >"$dir/two.ics"
"$EXTRACT" -q -f jsonl "$dir/in.jsonl" >"$dir/out.jsonl"
"$EXTRACT" -q -f ics /dev/null >"$dir/none.ics"
cmp -s "$dir/one.ics" "$dir/two.ics" && echo "ok - two runs are equal" ||
	echo "not ok - two runs differ"
$python - "$dir" <<'END'
import datetime, json, sys
import icalendar

dir = sys.argv[1]
raw = open(dir + "/one.ics", "rb").read()
todos = icalendar.Calendar.from_ical(raw).walk("VTODO")
wanted = [d for line in open(dir + "/out.jsonl", encoding="utf-8")
          for d in json.loads(line)["deadlines"]]
bad = 0


def check(what, yes):
    global bad
    bad += not yes
    print("ok -" if yes else "not ok -", what)


def due(todo):
    d = todo.decoded("DUE")
    return d.strftime("%Y-%m-%dT%H:%M" if isinstance(d, datetime.datetime) else "%Y-%m-%d")


check("every deadline is a to-do", len(todos) == len(wanted) >= 2)
check("each has its own UID", len({t["UID"] for t in todos}) == len(todos))
for t, d in zip(todos, wanted):
    check("due " + d["due"], due(t) == d["due"])
    check("the task is the record's", str(t["X-EXTRACT-TASK"]) == d["task"])
    check("the assignee is the record's", str(t.get("X-EXTRACT-ASSIGNEE", "")) == (d["assignee"] or ""))
    check("the paragraph holds the limit", d["text"] in str(t["DESCRIPTION"]))
check("a time of day is Vietnamese time",
      any(t["DUE"].params.get("TZID") == "Asia/Ho_Chi_Minh" for t in todos))
check("published, in UTC", all(str(t.decoded("DTSTAMP")) == "2022-05-05 01:30:00+00:00" for t in todos))
check("the address is not escaped",
      all(str(t["URL"]) == "https://example.org/tin?a=1;b=2,3" for t in todos))
lines = raw.split(b"\r\n")
check("lines of 75 octets at most", all(len(x) <= 75 for x in lines))
check("lines end in CR LF", raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b""))
check("no letter is cut", all(x.decode("utf-8") is not None for x in lines))
none = open(dir + "/none.ics", "rb").read()
check("no article: an empty calendar", not icalendar.Calendar.from_ical(none).walk("VTODO"))
sys.exit(bad != 0)
END
