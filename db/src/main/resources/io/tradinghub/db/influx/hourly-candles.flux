import "date"

option task = {name: "{name}", every: {every}, offset: {offset}}

// whole hours only: the one that is not over has no close yet
start = date.truncate(t: {from}, unit: 1h)
stop = date.truncate(t: now(), unit: 1h)

minutes = (field) =>
    from(bucket: "{minutes}")
        |> range(start: start, stop: stop)
        |> filter(fn: (r) => r._measurement == "kline" and r.interval == "1" and r._field == field)

opened = minutes(field: "open") |> aggregateWindow(every: 1h, fn: first, createEmpty: false, timeSrc: "_start")
highest = minutes(field: "high") |> aggregateWindow(every: 1h, fn: max, createEmpty: false, timeSrc: "_start")
lowest = minutes(field: "low") |> aggregateWindow(every: 1h, fn: min, createEmpty: false, timeSrc: "_start")
closed = minutes(field: "close") |> aggregateWindow(every: 1h, fn: last, createEmpty: false, timeSrc: "_start")
volume = minutes(field: "volume") |> aggregateWindow(every: 1h, fn: sum, createEmpty: false, timeSrc: "_start")
turnover = minutes(field: "turnover") |> aggregateWindow(every: 1h, fn: sum, createEmpty: false, timeSrc: "_start")

union(tables: [opened, highest, lowest, closed, volume, turnover])
    |> set(key: "interval", value: "60")
    |> to(bucket: "{hours}")
