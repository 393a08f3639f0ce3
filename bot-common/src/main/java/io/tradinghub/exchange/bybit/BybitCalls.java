package io.tradinghub.exchange.bybit;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import retrofit2.Call;
import retrofit2.Response;

/// Makes calls that are safe to repeat: within the program's share, repeated a few times when no answer came, and not
/// at all while Bybit bans the address of the host.
///
/// Bybit answers a business error with HTTP 200 and a `retCode`: 10006 and 10429 ask for patience, 10000 and 10016 are
/// its own trouble, and any other is a refusal.
final class BybitCalls {
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration FIRST_LIMIT_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LIMIT_PAUSE = Duration.ofSeconds(10);
    private static final String RESET_HEADER = "X-Bapi-Limit-Reset-Timestamp";
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);
    private final HostRequests requests;
    private final Waiting waiting;
    private final ObjectMapper json = new ObjectMapper();
    private final ExchangeClock clock;

    BybitCalls(HostRequests requests, Waiting waiting, ExchangeClock clock) {
        this.requests = requests;
        this.waiting = waiting;
        this.clock = clock;
    }

    /// What the exchange answered, and when by its own clock.
    record Answer(JsonNode result, long timeMillis) {}

    /// One attempt's end.
    private sealed interface Attempt {
        record Answered(Answer answer) implements Attempt {}

        record Failed(String reason, Duration pause) implements Attempt {}
    }

    /// The `result` of the answer.
    JsonNode result(String request, Supplier<Call<Object>> call) {
        return answer(request, call).result;
    }

    Answer answer(String request, Supplier<Call<Object>> call) {
        String reason = "";
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                awaitTurn(request);
                switch (attempt(request, call.get(), attempt)) {
                    case Attempt.Answered(Answer answer) -> {
                        return answer;
                    }
                    case Attempt.Failed(String why, Duration pause) -> {
                        reason = why;
                        waiting.pause(attempt + 1 < ATTEMPTS ? pause : Duration.ZERO);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeUnavailableException("%s was interrupted".formatted(request), e);
        }
        throw new ExchangeUnavailableException("%s failed %d times, at last: %s".formatted(request, ATTEMPTS, reason));
    }

    private void awaitTurn(String request) throws InterruptedException {
        Optional<String> reason = requests.await(Lane.HISTORY, LONGEST_TURN);
        if (reason.isPresent()) {
            throw new ExchangeUnavailableException("%s was not sent: %s".formatted(request, reason.get()));
        }
    }

    private Attempt attempt(String request, Call<Object> call, int attempt) {
        Response<Object> response;
        try {
            response = call.execute();
        } catch (IOException e) {
            // No connection, no answer in time, or an answer that is not JSON.
            return new Attempt.Failed(e.toString(), backOff(FIRST_PAUSE, attempt));
        }
        if (response.code() == 403) {
            requests.refused();
            throw new ExchangeUnavailableException(
                    "%s was answered with 403: the address asks too often or is not served here"
                            .formatted(request));
        }
        Object body = response.body();
        if (response.code() == 429) {
            return new Attempt.Failed("HTTP 429", backOff(FIRST_LIMIT_PAUSE, attempt));
        }
        if (!response.isSuccessful() || body == null) {
            return new Attempt.Failed("HTTP " + response.code(), backOff(FIRST_PAUSE, attempt));
        }
        return judge(request, response, json.valueToTree(body), attempt);
    }

    private Attempt judge(String request, Response<Object> response, JsonNode envelope, int attempt) {
        if (!envelope.path("retCode").isInt()) {
            return new Attempt.Failed("JSON without retCode", backOff(FIRST_PAUSE, attempt));
        }
        int code = envelope.path("retCode").intValue();
        String message = envelope.path("retMsg").asText();
        long time = envelope.path("time").asLong(clock.millis());
        clock.heard(time);
        return switch (code) {
            case 0 -> new Attempt.Answered(new Answer(envelope.path("result"), time));
            case 10006, 10429 -> new Attempt.Failed("%d %s".formatted(code, message), limitPause(response, attempt));
            case 10000, 10016 -> new Attempt.Failed("%d %s".formatted(code, message), backOff(FIRST_PAUSE, attempt));
            default -> throw new ExchangeRefusalException(request, code, message);
        };
    }

    /// Until the moment that the answer names; public answers may lack it, and then a second, doubled each time.
    private Duration limitPause(Response<Object> response, int attempt) {
        String reset = response.headers().get(RESET_HEADER);
        if (reset == null || !reset.matches("\\d{1,15}")) {
            return backOff(FIRST_LIMIT_PAUSE, attempt);
        }
        long millis = Long.parseLong(reset) - clock.millis();
        return Duration.ofMillis(Math.clamp(millis, FIRST_LIMIT_PAUSE.toMillis(), LONGEST_LIMIT_PAUSE.toMillis()));
    }

    private Duration backOff(Duration first, int attempt) {
        return Duration.ofNanos((long) (first.toNanos() * (1L << attempt) * (0.75 + waiting.jitter() / 2)));
    }
}
