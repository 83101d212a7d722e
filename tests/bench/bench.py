#!/usr/bin/env python3
"""Speed, memory and growth of extract, as a table.

Run by `make bench`. From the environment: MB=100 (of articles; 5 for a quick
look), ROUNDS=5, MILLION=1 for a million articles streamed as well. Figures
are medians; a ratio is the median of ratios of two runs made one after the
other. Writes tests/bench/RESULTS.md when MB is 100 or more.
"""
import json, os, pathlib, random, re, shutil, statistics, subprocess, sys, time

MB = int(os.environ.get("MB", 100))
ROUNDS = int(os.environ.get("ROUNDS", 5))
EXTRACT = os.path.abspath(os.environ.get("EXTRACT", "build/extract"))
MEASURE = os.path.abspath(os.environ.get("MEASURE", "build/measure"))
SHARED = pathlib.Path(os.environ.get("SHARED", "../shared"))
HOME = pathlib.Path(os.environ.get("B", "build")) / "bench"
lines = []


def say(line=""):
    print(line, flush=True)
    lines.append(line)


def row(*cells):
    say("| " + " | ".join(str(c) for c in cells) + " |")


def table(title, *heads):
    say(f"\n## {title}\n")
    row(*heads)
    row(*["---"] + ["---:"] * (len(heads) - 1))


def run(*command, stdin=None, good=(0,)):
    """Seconds, processor seconds, peak MB."""
    p = subprocess.run([MEASURE, *map(str, command)], stdin=stdin,
                       stdout=subprocess.PIPE)
    if p.returncode not in good:
        sys.exit(f"{' '.join(map(str, command))}: exit status {p.returncode}")
    s, cpu, kb = p.stdout.split()
    return float(s), float(cpu), int(kb) / 1024


def median(runs):
    return [statistics.median(column) for column in zip(*runs)]


def sentences():
    texts = [p.read_text(errors="replace")
             for p in sorted(pathlib.Path("corpus").glob("*.txt"))]
    news = SHARED / "data/news/24h_2026-02.jsonl"
    if news.exists():
        texts += [json.loads(l)["text"] for l in news.open()]
    return [s for t in texts for s in re.split(r"(?<=[.!?])\s+|\n+", t) if s], \
        [len(t.encode()) for t in texts], news.exists()


def article(rng, pool, size):
    out, n, i = [], 0, 0
    while n < size:
        s = rng.choice(pool)
        i += 1
        out.append(s + ("\n\n" if i % 4 == 1 else " "))
        n += len(s.encode()) + 2
    return "".join(out).strip() + "\n"


def make_articles(rng, pool, sizes, megabytes):
    """Files in folders of a thousand, a file of all, JSON Lines."""
    home = HOME / f"articles-{megabytes}"
    if not (home / "done").exists():
        shutil.rmtree(home, ignore_errors=True)
        n = total = 0
        home.mkdir(parents=True)
        with open(home / "all.txt", "w") as whole, \
                open(home / "all.jsonl", "w") as packed:
            while total < megabytes * 1000000:
                text = article(rng, pool, rng.choice(sizes))
                sub = home / "files" / f"{n // 1000:04}"
                sub.mkdir(parents=True, exist_ok=True)
                (sub / f"{n:07}.txt").write_text(text)
                whole.write(text)
                packed.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
                n, total = n + 1, total + len(text.encode())
        (home / "done").write_text(f"{n} {total}")
    n, total = map(int, (home / "done").read_text().split())
    return home, n, total / 1e6


def make_rules(n):
    """A folder of n rules more; written once, so that it can be kept."""
    folder = HOME / f"rules-{n}" / "made"
    folder.mkdir(parents=True, exist_ok=True)
    syllables = "ba bo ca co da do ga go ha ho la lo ma mo na no ta to va vo".split()
    rules = []
    for i in range(n):
        word = " ".join(syllables[i // 20 ** k % 20] for k in range(3))
        rules.append(f"- name: rule-{i}\n  match: '[Mm]ã {word} (?<number>\\d{{1,4}})'\n"
                     f"  tests:\n    - {{ text: mã {word} 12, want: {{ text: mã {word} 12 }} }}\n"
                     f"    - {{ text: mã {word}, want: none }}\n")
    file = folder / "made.yaml"
    if not file.exists() or file.read_text() != "".join(rules):
        file.write_text("".join(rules))
        time.sleep(4)  # rules that were written just now are not kept
    return folder.parent


def side_by_side(a, b, rounds=ROUNDS):
    """Medians of both, and the median of b's seconds for one of a's."""
    pairs = [(run(*a), run(*b)) for _ in range(rounds)]
    return (median([p[0] for p in pairs]), median([p[1] for p in pairs]),
            statistics.median(p[1][0] / p[0][0] for p in pairs))


def machine():
    cpu = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    return "%s, %d cores, %s %s" % (cpu.group(1) if cpu else "?", os.cpu_count(),
                                    os.uname().sysname, os.uname().release)


def throughput(home, n, mb):
    table(f"{n} articles, {mb:.1f} MB, plain text to JSON Lines", "run", "s",
          "articles/s", "MB/s", "peak MB")
    one, two, ratio = side_by_side([EXTRACT, "-q", "-j1", home / "files"],
                                   [EXTRACT, "-q", "-j2", home / "files"])
    for j, r in ((1, one), (2, two)):
        row(f"`extract -j{j}`", f"{r[0]:.2f}", f"{n / r[0]:.0f}",
            f"{mb / r[0]:.1f}", f"{r[2]:.1f}")
    say(f"\nTwo cores are {1 / ratio:.2f} times as fast as one.")


def once():
    """The news as they are, hardly a sentence twice: most words and states are
    met for the first time, while the articles above are made of the same few
    thousand."""
    files = sorted((SHARED / "data/news").glob("*.jsonl"))
    if not files:
        say("\nNews read once: skipped, no ../shared.")
        return
    table("News as they are, read once, one core", "file", "articles", "MB", "s",
          "articles/s", "MB/s")
    for f in files:
        n, mb = sum(1 for _ in f.open("rb")), f.stat().st_size / 1e6
        # some have no text, which makes it 1
        s = median([run(EXTRACT, "-q", "-j1", f, good=(0, 1)) for _ in range(ROUNDS)])[0]
        row(f.name, n, f"{mb:.1f}", f"{s:.2f}", f"{n / s:.0f}", f"{mb / s:.1f}")


def against(home, small):
    table("Against others, one core", "other", "over", "extract is so many times as fast")
    me = [EXTRACT, "-q", "-j1"]
    r = side_by_side(me + [small / "files"],
                     me + ["--engine", "plain", small / "files"], min(ROUNDS, 3))
    row("`--engine plain`", small.name, f"{r[2]:.1f}")
    if shutil.which("uconv"):
        r = side_by_side(me + [home / "files"],
                         ["uconv", "-x", "any-nfc", home / "all.txt"], min(ROUNDS, 3))
        row("`uconv -x any-nfc`", home.name, f"{r[2]:.2f}")
    else:
        row("`uconv -x any-nfc`", "skipped: icu-devtools is not installed", "")
    if shutil.which("rg"):
        r = side_by_side(me + [small / "files"],
                         ["rg", "-oN", r"\d+[.,\d]* \p{L}+", small / "all.txt"])
        row("`rg -o` (one pattern alone)", small.name, f"{r[2]:.2f}")
    else:
        row("`rg -o`", "skipped: rg is not installed", "")


def start():
    one = HOME / "one.txt"
    one.write_text("Ngày 31/5/2021, Bộ Nội vụ họp.\n")
    empty = dict(os.environ, XDG_CACHE_HOME="/dev/null")
    table("Start: one short article", "run", "ms wall", "ms of processor", "peak MB")
    kept = median([run(EXTRACT, "-q", one) for _ in range(20)])
    os.environ["XDG_CACHE_HOME"] = "/dev/null"
    cold = median([run(EXTRACT, "-q", one) for _ in range(20)])
    os.environ.clear()
    os.environ.update({k: v for k, v in empty.items() if k != "XDG_CACHE_HOME"})
    bare = median([run(EXTRACT, "--version") for _ in range(20)])
    for name, r in (("rules kept", kept), ("rules read anew", cold),
                    ("`--version` (libraries alone)", bare)):
        row(name, f"{r[0] * 1e3:.0f}", f"{r[1] * 1e3:.0f}", f"{r[2]:.1f}")


def growth(rng, pool, small, n, mb):
    table("Growth: one article's size", "KB", "ms", "MB/s", "peak MB")
    for kb in (1, 10, 100, 1000, 10000):
        f = HOME / f"size-{kb}.txt"
        if not f.exists():
            f.write_text(article(rng, pool, kb * 1000))
        s, _, peak = median([run(EXTRACT, "-q", "-j1", f) for _ in range(min(ROUNDS, 3))])
        row(kb, f"{s * 1e3:.0f}", f"{kb / 1000 / s:.1f}", f"{peak:.1f}")
    table("Growth: number of articles, JSON Lines by a pipe, `-j2`", "articles", "s",
          "articles/s", "peak MB")
    counts = [n // 16, n // 4, n] + [1000000] * bool(os.environ.get("MILLION"))
    for count in counts:
        feed = subprocess.Popen(["sh", "-c", f"while cat '{small}/all.jsonl'; do :; done"
                                 f" 2>/dev/null | head -n {count}"], stdout=subprocess.PIPE)
        s, _, peak = run(EXTRACT, "-q", "-j2", "--input", "jsonl", "-", stdin=feed.stdout)
        feed.stdout.close()
        feed.wait()
        row(count, f"{s:.2f}", f"{count / s:.0f}", f"{peak:.1f}")
    table(f"Growth: rules added, {mb:.1f} MB, one core", "rules", "load ms (read anew)",
          "s", "MB/s", "times as long")
    first = None
    for more in (0, 500, 1000, 2000):
        rules = ["--rules", make_rules(more)] if more else []
        run(EXTRACT, "-q", *rules, HOME / "one.txt")
        load = median([run(EXTRACT, "rules", "check", *rules[1:]) for _ in range(min(ROUNDS, 3))])
        s = median([run(EXTRACT, "-q", "-j1", *rules, small / "files")
                    for _ in range(min(ROUNDS, 3))])[0]
        first = first or s
        row(f"+{more}", f"{load[0] * 1e3:.0f}", f"{s:.2f}", f"{mb / s:.1f}", f"{s / first:.2f}")


def pages():
    folder = SHARED / "data/pages"
    if not folder.exists():
        say("\nPages: skipped, no ../shared.")
        return
    copies = HOME / "pages"
    if not copies.exists():
        for i in range(20):
            (copies / str(i)).mkdir(parents=True)
            for f in folder.glob("*.html"):
                shutil.copy(f, copies / str(i))
    files = list(copies.glob("*/*.html"))
    n, mb = len(files), sum(f.stat().st_size for f in files) / 1e6
    table(f"{n} pages, {mb:.1f} MB of HTML", "run", "s", "pages/s", "MB/s", "peak MB")
    for options in (["-j1", "--to", "article"], ["-j1"], ["-j2"]):
        r = median([run(EXTRACT, "-q", *options, copies) for _ in range(min(ROUNDS, 3))])
        row(f"`extract {' '.join(options)}`", f"{r[0]:.2f}", f"{n / r[0]:.0f}",
            f"{mb / r[0]:.1f}", f"{r[2]:.1f}")


def main():
    rng = random.Random(1)
    pool, sizes, real = sentences()
    say("# Speed, memory, growth\n")
    million = " MILLION=1" if os.environ.get("MILLION") else ""
    say(f"`MB={MB} ROUNDS={ROUNDS}{million} make bench`, medians of {ROUNDS} (3 where a run is long, 20 of "
        f"starts); other work on the machine makes them worse.\n")
    say(f"Machine: {machine()}. Articles: sentences of the "
        f"{'news in ../shared and of the corpus' if real else 'corpus'}, shuffled.")
    home, n, mb = make_articles(rng, pool, sizes, MB)
    small, small_n, small_mb = make_articles(rng, pool, sizes, min(MB, 2))
    start()
    throughput(home, n, mb)
    once()
    against(home, small)
    growth(rng, pool, small, small_n * 4, small_mb)
    pages()
    if MB >= 100:
        pathlib.Path("tests/bench/RESULTS.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
