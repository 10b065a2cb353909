"""Generates a Python client, Python models and TypeScript types from our OpenAPI document."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parents[1] / "tools" / "node_modules"
SCRIPTS = Path(sys.executable).parent
# The configuration of `tsc`, as strict as a partner's project may have it.
STRICT = {
    "compilerOptions": {
        "strict": True,
        "noEmit": True,
        "exactOptionalPropertyTypes": True,
        "noUncheckedIndexedAccess": True,
        "target": "es2022",
        "module": "esnext",
        "moduleResolution": "bundler",
        "types": [],
    },
    "include": ["*.ts"],
}


def run(*command):
    """The output of a command; raises AssertionError with it when the command fails."""
    completed = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=300, check=False
    )
    assert completed.returncode == 0, f"{completed.stdout}\n{completed.stderr}"
    return completed.stdout


def python_client(document, folder):
    """Generates a package in the folder with openapi-python-client; its warnings are errors."""
    config = folder / "client.json"
    config.write_text(json.dumps({"post_hooks": [], "package_name_override": "generated_client"}))
    package = folder / "generated_client"
    options = ["--path", document, "--config", config, "--output-path", package, "--meta", "none"]
    run(SCRIPTS / "openapi-python-client", "generate", *options, "--fail-on-warning")
    return package


def python_models(document, folder):
    """Generates a module in the folder with datamodel-codegen; its models reject undocumented fields."""
    module = folder / "generated_models.py"
    options = ["--input", document, "--input-file-type", "openapi", "--output", module]
    strict = [
        "--output-model-type",
        "pydantic_v2.BaseModel",
        "--extra-fields",
        "forbid",
        "--disable-warnings",
    ]
    run(SCRIPTS / "datamodel-codegen", *options, *strict, "--formatters", "builtin")
    return module


def typescript_types(document, folder):
    """Generates TypeScript types in the folder with openapi-typescript."""
    types = folder / "api.d.ts"
    run(shutil.which("node"), TOOLS / "openapi-typescript" / "bin" / "cli.js", document, "--output", types)
    return types


def check_typescript(folder):
    """Type-checks all TypeScript in the folder."""
    (folder / "tsconfig.json").write_text(json.dumps(STRICT))
    run(shutil.which("node"), TOOLS / "typescript" / "bin" / "tsc", "--project", folder)
