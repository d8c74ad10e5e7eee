"""DuckDB, PySpark and ClickHouse with the tables declared as sessionctl-analysis(7) says."""
import glob
import importlib.util
import json
import re
import shutil
import subprocess

TABLES = ["sessions", "tickets", "firings", "agent_days", "queue_days"]


def declared(lake, table, engine):
    with open(f"{lake}/schemas/{table}.json") as schema:
        return json.load(schema)[engine]


def lacks(module):
    return None if importlib.util.find_spec(module) else f"there is no {module}"


class DuckDB:
    name, reads_only = "DuckDB", False

    def __init__(self, lake, program):
        self.missing = lacks("duckdb")
        if self.missing:
            return
        import duckdb
        self.connection = duckdb.connect()
        page = subprocess.run([program, "help", "analysis"], capture_output=True, text=True, check=True).stdout
        for macro in re.findall(r"^ *(CREATE MACRO .*);$", page, re.M):
            self.connection.execute(macro)
        for table in TABLES:
            self.connection.execute(
                f"CREATE VIEW {table} AS SELECT * FROM read_json('{lake}/{table}/*/*/*.ndjson', "
                "format = 'newline_delimited', hive_partitioning = true, "
                "hive_types = {account: VARCHAR, month: VARCHAR}, "
                f"columns = {{{declared(lake, table, 'duckdb')}}})")

    def rows(self, sql):
        result = self.connection.execute(sql)
        names = [column[0] for column in result.description]
        return names, [dict(zip(names, row)) for row in result.fetchall()]


class Spark:
    name, reads_only = "PySpark", False

    def __init__(self, lake, program):
        self.missing = lacks("pyspark") or (None if shutil.which("java") else "there is no Java")
        if self.missing:
            return
        from pyspark.sql import SparkSession
        self.session = (
            SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false").config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "8").config("spark.driver.memory", "6g").getOrCreate())
        self.session.sparkContext.setLogLevel("OFF")
        for table in TABLES:
            self.session.sql(
                f"CREATE TEMPORARY VIEW {table} ({declared(lake, table, 'spark')}, account STRING, month STRING) "
                f"USING json OPTIONS (path '{lake}/{table}')")

    def rows(self, sql):
        frame = self.session.sql(sql)
        return frame.columns, [row.asDict() for row in frame.collect()]


class ClickHouse:
    name, reads_only = "ClickHouse", True

    def __init__(self, lake, program):
        self.missing = lacks("chdb")
        self.lake = lake

    def count(self):
        import chdb
        total = 0
        for table in TABLES:
            if not glob.glob(f"{self.lake}/{table}/*/*/*.ndjson"):
                continue
            columns = declared(self.lake, table, "clickhouse").replace("'", "''")
            answer = chdb.query(
                f"SELECT count(), count(DISTINCT account) FROM file('{self.lake}/{table}/*/*/*.ndjson', "
                f"'JSONEachRow', '{columns}, account String, month String')", "CSV")
            total += int(str(answer).split(",")[0])
        return total


ALL = [DuckDB, Spark, ClickHouse]
