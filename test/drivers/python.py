"""Asks what standard input says by a driver of Python, psycopg, psycopg2, odbc or odbc_literals, and prints what comes.

A line is a statement's name, the kind and the value of its parameter, if it has one, and its SQL with ? for it, between
tabs. What is printed: statements.sql, expect().
"""
import datetime
import decimal
import importlib
import os
import struct
import sys


def connect(driver):
    """A connection, the class of its errors, and what stands for a parameter."""
    if "odbc" in driver:
        import pyodbc
        connection = pyodbc.connect("Driver=PostgreSQL Unicode", Servername=os.environ["PGHOST"], Port=os.environ["PGPORT"],
            Database=os.environ["PGDATABASE"], Username=os.environ["PGUSER"], UseServerSidePrepare=int(driver == "odbc"))
        module, mark = pyodbc, "?"
    else:
        module, mark = importlib.import_module(driver), "%s"
        connection = module.connect("")
    connection.autocommit = True
    return connection, module.Error, mark


def parameter(kind, value, driver):
    if kind == "doubles":
        return value if "odbc" in driver else [float(number) for number in value[1:-1].split(",")]
    if kind == "days" and "odbc" in driver:
        return value + " days"
    return {"double": float, "decimal": decimal.Decimal, "int": int, "long": int, "text": str, "boolean": "true".__eq__, "null": lambda _: None,
        "days": lambda days: datetime.timedelta(int(days)), "day": datetime.date.fromisoformat}[kind](value)


TYPES = {16: "boolean", 20: "int", 23: "int", 25: "text", 701: "double", 1082: "date", 1184: "time", 1700: "numeric",
    bool: "boolean", int: "int", str: "text", float: "double", datetime.date: "date", datetime.datetime: "time", decimal.Decimal: "numeric"}


def show(value):
    """A value as what it is in Python."""
    if value is None:
        return "null"
    name = TYPES.get(type(value), f"unknown {type(value)}")
    if name == "double":
        return "double " + struct.pack(">d", value).hex()
    if name == "time":
        if value.tzinfo:
            value = value.astimezone(datetime.timezone.utc)
        return f"time {value:%Y-%m-%d %H:%M:%S}"
    if name == "numeric":
        return f"numeric {value:f}"
    return f"{name} {str(value).lower() if name == 'boolean' else value}"


def main():
    driver = sys.argv[1]
    connection, errors, mark = connect(driver)
    for line in sys.stdin:
        name, kind, value, sql = line.rstrip("\n").split("\t")
        arguments = ()
        if kind:
            arguments = ([parameter(kind, value, driver)],)
            sql = sql.replace("?", mark)
        cursors = [{}, {"binary": True}] if driver == "psycopg" else [{}]
        answers = []
        for options in cursors * (7 if kind else 1):  # often enough for a plan that knows no parameter
            cursor = connection.cursor(**options)
            try:
                cursor.execute(sql, *arguments, **({"prepare": True} if driver == "psycopg" else {}))
                answer = ["|".join(f"{column[0]} {TYPES.get(column[1], column[1])}" for column in cursor.description)]
                answer += ["|".join(map(show, row)) for row in cursor.fetchall()]
            except errors as error:
                state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or error.args[0]
                answer = [f"error {state}"]
            if answer not in answers:
                answers.append(answer)
        for answer in answers:
            for row in answer:
                print(name, row, sep="\t")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdin.reconfigure(encoding="utf-8")
    main()
