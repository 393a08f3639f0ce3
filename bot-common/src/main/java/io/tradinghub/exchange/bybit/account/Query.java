package io.tradinghub.exchange.bybit.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import okhttp3.HttpUrl;

/// The parameters of a GET request, in the order in which they are sent and signed.
record Query(List<Parameter> parameters) {

    Query {
        parameters = List.copyOf(parameters);
    }

    /// Values are sent as they are: a cursor is percent-encoded already, and nothing else needs to be.
    record Parameter(String name, String value) {}

    static Query none() {
        return new Query(List.of());
    }

    Query with(String name, String value) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value));
        return new Query(more);
    }

    Query with(String name, int value) {
        return with(name, Integer.toString(value));
    }

    Query with(String name, Instant value) {
        return with(name, Long.toString(value.toEpochMilli()));
    }

    HttpUrl at(HttpUrl address, String path) {
        HttpUrl.Builder url = address.newBuilder().encodedPath(path);
        parameters.forEach(parameter -> url.addEncodedQueryParameter(parameter.name, parameter.value));
        return url.build();
    }
}
