package io.tradinghub.exchange.bybit.account;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.Protection;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;

/// An account at Bybit as [BybitExchange] speaks to it, over a server that answers on the spot: the same requests, rows
/// and return codes without threads, connections, signatures and limits. For simulations, which lose and delay the
/// calls and frames themselves. Not thread-safe.
public final class DirectAccount {
    private static final URI NOWHERE = URI.create("http://localhost");
    private final BybitAccountSettings settings = BybitAccountSettings.of(NOWHERE, NOWHERE);
    private final List<ExchangeEvent> told = new ArrayList<>();
    private final AccountDialogue dialogue;

    /// Answers REST requests with Bybit's envelopes.
    public interface Server {
        JsonNode get(String path, Map<String, String> query);

        JsonNode post(String path, ObjectNode body);
    }

    /// Hears what the adapter would do by itself.
    public interface Listener {
        /// It would set this stop at once.
        void onUnprotected(InstrumentId instrument, Protection stop);

        /// It would read the account after this long.
        void onAccountChanged(long afterMillis);
    }

    /// @param bot whose orders these are
    public DirectAccount(Server server, BotId bot, InstantSource clock, Listener listener) {
        ExchangeClock exchangeClock = new ExchangeClock(clock);
        this.dialogue = new AccountDialogue(new DirectCalls(server, exchangeClock), settings, bot, exchangeClock,
                () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()), new AccountDialogue.Listener() {
                    @Override
                    public void onEvent(ExchangeEvent event) {
                        told.add(event);
                    }

                    @Override
                    public void onUnprotected(InstrumentId instrument, Protection stop) {
                        listener.onUnprotected(instrument, stop);
                    }

                    @Override
                    public void onAccountChanged() {
                        listener.onAccountChanged(settings.accountPause().toMillis());
                    }
                });
    }

    public Answer place(OrderRequest request) {
        return dialogue.place(dialogue.stamp(request)).answer();
    }

    public void cancel(InstrumentId instrument, ClientOrderId id) {
        dialogue.cancel(instrument, id);
    }

    public List<ExchangeEvent> protect(InstrumentId instrument, Protection protection) {
        return dialogue.protect(instrument, protection).<List<ExchangeEvent>>map(List::of).orElse(List.of());
    }

    public List<ExchangeEvent> lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {
        dialogue.lookUp(instrument, id, attempt);
        return taken();
    }

    public List<ExchangeEvent> resync(Instant since) {
        dialogue.askForResync(since);
        dialogue.resync();
        return taken();
    }

    /// Reads what the account holds, without what happened.
    public List<ExchangeEvent> readAccount() {
        dialogue.readAccount();
        return taken();
    }

    /// Reads a frame of the private stream.
    ///
    /// @throws IllegalArgumentException when it cannot be read and must not be missed
    public List<ExchangeEvent> read(JsonNode frame) {
        PrivateStream.rows(frame, dialogue::row);
        return taken();
    }

    public void publish(Instrument instrument) {
        dialogue.publish(instrument);
    }

    private List<ExchangeEvent> taken() {
        List<ExchangeEvent> events = List.copyOf(told);
        told.clear();
        return events;
    }

    private record DirectCalls(Server server, ExchangeClock clock) implements Calls {

        @Override
        public RestReply get(String path, Query query, Turn turn) {
            Map<String, String> values = new HashMap<>();
            query.parameters().forEach(parameter -> values.put(parameter.name(),
                    URLDecoder.decode(parameter.value(), StandardCharsets.UTF_8)));
            return RestReply.of(server.get(path, values), clock);
        }

        @Override
        public RestReply post(String path, ObjectNode body, Turn turn) {
            return RestReply.of(server.post(path, body), clock);
        }

        @Override
        public RestReply post(String path, ObjectNode body, Turn turn, InstantSource stampedAt) {
            return post(path, body, turn);
        }
    }
}
