package io.tradinghub.store;

import java.util.List;

/// Why InfluxDB did not do what it was asked, by HTTP status (InfluxDB 2.7, API documentation), and what a person does
/// about it. None of them is a reason to end a program: a token, a right or a bucket may be put right while it runs.
public enum InfluxFault {
    /// 401: the token is unknown, as after `db` has made a new one or somebody has deleted it.
    TOKEN("the token is not known; `./hub up db` makes tokens anew, then restart this service"),
    /// 403: the token is known and may not do this.
    RIGHT("the token may not do this; `./hub up db` sets its rights"),
    /// 404: there is no such organisation or bucket, or the token may not see it.
    ABSENT("the bucket or organisation is not there, or the token may not see it; check INFLUX_BUCKET and INFLUX_ORG"
            + " and run `./hub up db`"),
    /// 429, or 400 with one of two texts (seen on 2.7.12): too much is asked at a time.
    BUSY("InfluxDB has too much to do; it is asked again"),
    /// 500 to 599: it starts, stops, lacks memory or disk, or something in front of it has lost it.
    SERVER("InfluxDB is in trouble; see `./hub logs influxdb`"),
    /// Any other status: the same request will be refused again.
    REQUEST("InfluxDB refuses this request, so this InfluxDB is not the version that the hub is made for"),
    /// No answer: not reached, not in time, or cut off; or one that cannot be read.
    NO_ANSWER("no whole answer came; see whether the container influxdb runs");

    /// What a 400 says when queries wait, or need more memory, than its settings allow.
    private static final List<String> LIMITS = List.of("queue length exceeded", "memory allocation limit reached");

    private final String advice;

    InfluxFault(String advice) {
        this.advice = advice;
    }

    /// The fault behind an answer that is no success.
    public static InfluxFault of(int status, String answer) {
        if (status == 400 && LIMITS.stream().anyMatch(answer::contains)) {
            return BUSY;
        }
        return switch (status) {
            case 401 -> TOKEN;
            case 403 -> RIGHT;
            case 404 -> ABSENT;
            case 429 -> BUSY;
            default -> status >= 500 ? SERVER : REQUEST;
        };
    }

    /// What is the matter and what to do, for people.
    public String advice() {
        return advice;
    }

    /// The status and the text of an answer that is no success, with the advice, for people.
    public static String describe(int status, String answer) {
        return "HTTP %d: %s (%s)".formatted(status, answer.strip(), of(status, answer).advice);
    }
}
