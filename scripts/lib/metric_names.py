"""Do the dashboards, rules, alerts and the Zabbix template name what there is? Prints what they do not.

docs/metrics.md is the list of metrics, config/prometheus/rules.yml that of recorded series, docs/loki.md says what is
a label in Loki and what is structured metadata. Run by scripts/check.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
METRICS = ROOT / "docs" / "metrics.md"
LOKI = ROOT / "docs" / "loki.md"
PROMETHEUS = ROOT / "config" / "prometheus"
DASHBOARDS = ROOT / "dashboards"
ZABBIX = ROOT / "config" / "zabbix" / "calltrace.yaml"

ROW = re.compile(r"^\| `(calltrace_\w+)` \| (counter|gauge|histogram) \| ([^|]*) \|", re.M)
# A metric of ours; not a part of a recorded series, which has a colon.
METRIC = re.compile(r"(?<![\w:-])calltrace_\w+(?![\w:])")
# What is said of the names themselves.
PATTERN = "level:metric:operation"
RECORDED = re.compile(r"(?<![\w:])[a-z_]+:[a-z_0-9]+:[a-z_0-9]+")
SUFFIXES = ("_bucket", "_sum", "_count")
# `name="$id"` and the like in LogQL.
MATCH = re.compile(r"(\w+)\s*(?:=~|!~|!=|=|<|>)\s*(?:\"|\d)")


def documented():
    """Every metric of docs/metrics.md: its kind and the cell of its labels, by name."""
    rows = ROW.findall(METRICS.read_text(encoding="utf-8"))
    return {name: (kind, labels) for name, kind, labels in rows}


def recorded():
    """The names of the recorded series."""
    text = (PROMETHEUS / "rules.yml").read_text(encoding="utf-8")
    return re.findall(r"^ *- record: (\S+)$", text, re.M)


def queries(kind):
    """(dashboard, panel's title, expression, whether it asks for one moment) of a kind of data source."""
    for path in sorted(DASHBOARDS.glob("*.json")):
        for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
            for target in panel.get("targets", []):
                if panel["datasource"]["type"] == kind and "expr" in target:
                    yield path.stem, panel["title"], target["expr"], target.get("instant", False)


def base_name(name, known):
    """The metric that a series belongs to: a histogram has three kinds of series."""
    for suffix in SUFFIXES:
        base = name.removesuffix(suffix)
        if base != name and known.get(base, ("",))[0] == "histogram":
            return base
    return name


def unknown_metrics():
    """What is named somewhere, and is neither a metric nor a recorded series."""
    known, series = documented(), set(recorded())
    paths = [*sorted(DASHBOARDS.glob("*.json")), *sorted(PROMETHEUS.glob("*.yml")), ZABBIX,
             *sorted((ROOT / "docs").glob("*.md"))]
    for path in (path for path in paths if path.exists()):
        text = path.read_text(encoding="utf-8")
        names = {base_name(name, known) for name in METRIC.findall(text)} - known.keys()
        names |= set(RECORDED.findall(text)) - series - {PATTERN}
        for name in sorted(names):
            yield f"{path.relative_to(ROOT)}: {name} is in neither docs/metrics.md nor rules.yml"


def untested_rules():
    """Alerts, and series that are looked at rather than divided, that no test of promtool names."""
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted(PROMETHEUS.glob("*tests.yml")))
    rules = (PROMETHEUS / "rules.yml").read_text(encoding="utf-8")
    alerts = (PROMETHEUS / "alerts.yml").read_text(encoding="utf-8")
    for name in re.findall(r"- alert: (\S+)", alerts):
        if f'alertname="{name}"' not in tests:
            yield f"config/prometheus/tests.yml: the alert {name} is not tested"
    for name in recorded():
        if name not in tests and (rules + alerts).count(name) == 1:
            yield f"config/prometheus/tests.yml: {name} is neither tested nor used"


def wrong_logql():
    """Lines of Loki that the dashboards ask for by what is no label or no metadata."""
    text = LOKI.read_text(encoding="utf-8")
    labels = set(re.findall(r"^\| `(\w+)` \|", text.partition("Nothing else is a label")[0], re.M))
    kinds = set(re.findall(r"`(\w+)`", re.search(r"^\| `kind` \|(.*)\|", text, re.M).group(1)))
    metadata = re.search(r"Structured metadata, whichever are known: (.*?)\.\n", text, re.S).group(1)
    fields = set(re.findall(r"`(\w+)`", metadata))
    for board, title, expression, _ in queries("loki"):
        where = f"dashboards/{board}.json: {title}"
        selector = re.fullmatch(r"\{([^}]*)\}(.*)", expression)
        if not selector:
            yield f"{where}: no selector"
            continue
        if 'job="calltrace"' not in selector.group(1):
            yield f'{where}: without job="calltrace" it would read all of Loki'
        for name in set(MATCH.findall(selector.group(1))) - labels:
            yield f"{where}: {name} is no label"
        for name in set(MATCH.findall(selector.group(2))) - fields:
            yield f"{where}: {name} is no structured metadata"
        for kind in re.findall(r'kind="(\w+)"', selector.group(1)):
            if kind not in kinds:
                yield f"{where}: there is no kind {kind}"


def main():
    problems = [*unknown_metrics(), *untested_rules(), *wrong_logql()]
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
