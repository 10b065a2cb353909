"""The tools that judge a page: axe for accessibility, the Nu checker for HTML."""

import json
import re
import subprocess
from pathlib import Path

MODULES = Path(__file__).parents[1] / "tools" / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
# VoiceOver no longer calls a list without bullets a list, unless it is told.
MEANT = re.compile("The “list” role is unnecessary for element “[ou]l”")
# Only the violations leave the browser: carrying over the rest takes as long as finding them.
RUN = "options => axe.run(document, options).then(report => report.violations)"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# What can differ between two colour schemes of the same document.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


def axe_violations(page, options=ALL):
    """One line for each element that breaks a rule of WCAG 2.2 AA, or of axe's best practices.

    `options` are those of axe.run: all rules, or only the COLOURS of a page that was judged by all rules before.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in page.evaluate(RUN, options)
        for node in violation["nodes"]
    ]


def collect_violations(page):
    """A list that grows with what Chromium refuses on this page and in its frames: its Content-Security-Policy.

    An unknown name in Permissions-Policy is there too, which is a warning.
    """
    refused = []

    def look(message):
        if re.search("Content Security Policy|Permissions-Policy|integrity", message.text):
            refused.append(message.text)

    page.on("console", look)
    return refused


def html_errors(files):
    """One line for each error or warning in these HTML files."""
    command = ["java", "-jar", str(NU), "--format", "json", "--exit-zero-always", *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(result.stderr or '{"messages": []}')["messages"]
    return [
        f"{Path(message['url']).name}:{message['lastLine']}: {message['message']}: {message.get('extract', '')}"
        for message in messages
        if (message["type"] == "error" or message.get("subType") == "warning")
        and not MEANT.match(message["message"])
    ]
