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
RUN = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_violations(page):
    """One line for each element that breaks a rule of WCAG 2.2 AA, or of axe's best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate(RUN, RULES)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in report["violations"]
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
