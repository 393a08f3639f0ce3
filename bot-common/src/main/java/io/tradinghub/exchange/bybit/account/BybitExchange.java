package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.LinkState;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.Lane;
import io.tradinghub.exchange.bybit.stream.OkHttpLink;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.OrderRequest;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An account at Bybit, live, demo or testnet: one-way mode, unified account, USDT and USDC perpetuals and spot.
///
/// Orders go over REST and are never sent twice; what becomes of them comes over the private stream and, where that may
/// have lost something, over REST questions. Threads of its own do all of it, what makes positions smaller first. The
/// account belongs to one bot: positions and the wallet are told as the account has them, and what no order of the bot
/// explains is told with its origin.
public final class BybitExchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(BybitExchange.class);
    private static final String STREAM_PATH = "/v5/private";
    private static final Duration LOGIN_VALIDITY = Duration.ofSeconds(10);
    /// Shorter than a connection may take, which waits for it.
    private static final Turn TIME = new Turn(Lane.LOOK_UP, Duration.ofSeconds(2));
    private final OkHttpClient http;
    private final OkHttpClient streams;
    private final ExchangeListener listener;
    private final ExchangeClock clock;
    private final RequestLanes lanes;
    private final AtomicBoolean accountChanged = new AtomicBoolean();
    private final BybitAccountSettings settings;
    private final AccountDialogue dialogue;
    private final PrivateStream stream;
    private volatile boolean closed;

    private BybitExchange(BybitAccountSettings settings, ApiKey key, BotId bot, ExchangeListener listener,
            ExchangeClock clock, HostRequests requests, LongSupplier nanoTime) {
        this.lanes = RequestLanes.open(nanoTime);
        this.listener = listener;
        this.clock = clock;
        this.settings = settings;
        this.http = new OkHttpClient.Builder().callTimeout(settings.callTimeout()).retryOnConnectionFailure(false)
                .followRedirects(false).followSslRedirects(false).build();
        this.streams = new OkHttpClient.Builder().connectTimeout(settings.callTimeout()).build();
        SignedCalls calls = new SignedCalls(http, settings, key, clock, requests);
        this.dialogue = new AccountDialogue(calls, settings, bot, clock, nanoTime, new DialogueListener());
        this.stream = new PrivateStream(
                heard -> new TimedLink(() -> calls.time(TIME),
                        new OkHttpLink(streams, settings.stream().resolve(STREAM_PATH), heard)),
                settings.streamTimes(), () -> login(key), new StreamListener());
    }

    /// Opens the account and connects; the listener hears `UP` once the private stream is subscribed.
    ///
    /// @param bot whose orders these are: an `orderLinkId` of any other is an order of no bot
    /// @param clock hears the time of every answer; its instants stamp the requests
    /// @param requests what this program may send; its owner closes it after this
    public static BybitExchange open(BybitAccountSettings settings, ApiKey key, BotId bot, ExchangeListener listener,
            ExchangeClock clock, HostRequests requests) {
        return open(settings, key, bot, listener, clock, requests, System::nanoTime);
    }

    /// The same by a steady clock of the caller's.
    static BybitExchange open(BybitAccountSettings settings, ApiKey key, BotId bot, ExchangeListener listener,
            ExchangeClock clock, HostRequests requests, LongSupplier nanoTime) {
        BybitExchange exchange = new BybitExchange(settings, key, bot, listener, clock, requests, nanoTime);
        exchange.stream.start();
        exchange.checkStreamLater();
        return exchange;
    }

    /// Users found that an expiry closer than 10 s is refused; a longer receive window is for a slow link.
    private String login(ApiKey key) {
        Duration wide = settings.receiveWindow().multipliedBy(2);
        long expires = clock.instant().plus(wide.compareTo(LOGIN_VALIDITY) > 0 ? wide : LOGIN_VALIDITY).toEpochMilli();
        return "{\"req_id\":\"login\",\"op\":\"auth\",\"args\":[\"%s\",%d,\"%s\"]}".formatted(key.key().reveal(),
                expires, Signature.of(key.secret(), "GET/realtime" + expires));
    }

    private void tell(ExchangeEvent event) {
        if (!closed) {
            listener.onEvent(event);
        }
    }

    @Override
    public void place(OrderRequest request) {
        OrderCalls.Stamped order = dialogue.stamp(request);
        lanes.submit(request.isEntry() ? Lane.ENTRY : Lane.EXIT,
                () -> tell(dialogue.place(order)));
    }

    @Override
    public void cancel(InstrumentId instrument, ClientOrderId id) {
        lanes.submit(Lane.EXIT, id, () -> dialogue.cancel(instrument, id));
    }

    @Override
    public void protect(InstrumentId instrument, Protection protection) {
        lanes.submit(Lane.EXIT, instrument, () -> dialogue.protect(instrument, protection).ifPresent(this::tell));
    }

    @Override
    public void lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {
        lanes.submit(Lane.LOOK_UP, id, () -> dialogue.lookUp(instrument, id, attempt));
    }

    @Override
    public void resync(Instant since) {
        dialogue.askForResync(since);
        lanes.submit(Lane.HISTORY, dialogue, () -> {
            // The account is read now: what changed before needs no reading of its own.
            accountChanged.set(false);
            dialogue.resync();
        });
    }

    /// Of the market only the rules matter: they tell an instrument's coins and the grid of its quantities.
    @Override
    public void onMarket(MarketEvent event) {
        if (event instanceof MarketEvent.RulesPublished(Instrument instrument)) {
            dialogue.publish(instrument);
        }
    }

    /// Reads the account once things have been quiet for a moment, since one change comes in several frames.
    private void accountChanges() {
        if (!closed && accountChanged.compareAndSet(false, true)) {
            later(settings.accountPause(), Lane.HISTORY, () -> {
                if (accountChanged.compareAndSet(true, false)) {
                    dialogue.readAccount();
                }
            });
        }
    }

    private void checkStreamLater() {
        later(settings.streamCheck(), Lane.LOOK_UP, () -> {
            try {
                dialogue.streamCheck().fault().ifPresent(stream::abandon);
            } finally {
                checkStreamLater();
            }
        });
    }

    /// Whether every request that was asked for has left and has its answer.
    boolean isIdle() {
        return lanes.isIdle();
    }

    private void later(Duration pause, Lane lane, Runnable request) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS,
                due -> lanes.submit(lane, due)).execute(request);
    }

    @Override
    public void close() {
        closed = true;
        stream.close();
        lanes.close();
        for (OkHttpClient client : new OkHttpClient[]{http, streams}) {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private final class DialogueListener implements AccountDialogue.Listener {
        @Override
        public void onEvent(ExchangeEvent event) {
            tell(event);
        }

        @Override
        public void onUnprotected(InstrumentId instrument, Protection stop) {
            protect(instrument, stop);
        }

        @Override
        public void onAccountChanged() {
            accountChanges();
        }
    }

    /// Turns what the private stream says into events.
    private final class StreamListener implements PrivateStream.Listener {
        private boolean up;

        @Override
        public void onConnected() {
            up = true;
            Instant now = clock.instant();
            dialogue.streamCheck().connected(now);
            LOG.atInfo().log("private stream connected");
            tell(new ExchangeEvent.LinkChanged(LinkState.UP, now));
        }

        @Override
        public void onDisconnected(String reason) {
            dialogue.streamCheck().disconnected();
            LOG.atWarn().addKeyValue("reason", reason).log("private stream disconnected");
            if (up) {
                up = false;
                tell(new ExchangeEvent.LinkChanged(LinkState.DOWN, clock.instant()));
            }
        }

        @Override
        public void onRow(String topic, Row row) {
            dialogue.row(topic, row);
        }
    }
}
