# SPDX-License-Identifier: Apache-2.0
"""Pictures in a column of Spark: spark-submit with_spark.py MODEL PICTURE...

Needs pyspark and Java 17 or 21, on every machine as this package.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql.functions import col, pandas_udf


def main() -> None:
    folder, *paths = sys.argv[1:]
    spark = SparkSession.builder.master("local[2]").getOrCreate()
    spark.sparkContext.addPyFile(str(Path(__file__).with_name("reading.py")))

    @pandas_udf("string")
    def result_of(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        from reading import read  # on the worker, which keeps the model

        for batch in batches:
            yield batch.map(lambda path: json.dumps(read(path, folder)))

    pictures = spark.createDataFrame([(path,) for path in paths], "path string").repartition(2)
    for row in pictures.select(result_of(col("path")).alias("result")).toLocalIterator():
        print(row.result)
    spark.stop()


if __name__ == "__main__":
    main()
