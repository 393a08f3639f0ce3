/// Market data in CSV files. Start at [io.tradinghub.market.csv.CsvCandles].
@NullMarked
package io.tradinghub.market.csv;

import org.jspecify.annotations.NullMarked;
