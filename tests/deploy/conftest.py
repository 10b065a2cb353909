"""The option for what takes minutes: following the manual on an empty machine."""


def pytest_addoption(parser):
    parser.addoption("--walk", action="store_true", help="follow the manual on an empty Debian")
