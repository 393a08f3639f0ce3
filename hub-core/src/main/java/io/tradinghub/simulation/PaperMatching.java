package io.tradinghub.simulation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.ExchangeEvent.Answer;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.Protection;
import io.tradinghub.exchange.paper.PaperExchange;
import io.tradinghub.exchange.paper.PaperFaults;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.ledger.LedgerSnapshot;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.MarketEvent;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.Fill;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.jspecify.annotations.Nullable;

/// Matches on paper: each account trades with the market alone.
final class PaperMatching implements Matching {
    private final VirtualTime time;
    private final List<PaperAccount> accounts = new ArrayList<>();

    PaperMatching(VirtualTime time) {
        this.time = time;
    }

    @Override
    public Account open(BotId bot, Witness witness) {
        PaperAccount account = new PaperAccount(time, witness);
        accounts.add(account);
        return account;
    }

    @Override
    public void onMarket(MarketEvent event) {
        accounts.forEach(account -> account.paper.onMarket(event));
    }

    /// What paper tells all at once is told to each process apart: answers to the one that asked, the rest to all.
    private static final class PaperAccount implements Account, ExchangeListener {
        private final Witness witness;
        private final PaperExchange paper;
        private final Set<InstrumentId> stopped = new HashSet<>();
        private final List<Client> clients = new ArrayList<>();
        private @Nullable List<ExchangeEvent> capture;
        private boolean isAnswering;

        PaperAccount(VirtualTime time, Witness witness) {
            this.witness = witness;
            this.paper = new PaperExchange(PaperSettings.DEFAULTS, PaperFaults.NONE, LedgerSnapshot.empty(), this,
                    time);
        }

        @Override
        public void onEvent(ExchangeEvent event) {
            List<ExchangeEvent> captured = capture;
            if (event instanceof ExchangeEvent.Executed(Fill fill) && isNew(captured)) {
                witness.executed(fill);
                if (witness.position(fill.instrument()).signum() == 0) {
                    stopped.remove(fill.instrument());
                }
            }
            if (event instanceof ExchangeEvent.ProtectionSeen seen) {
                if (seen.protection().stopPrice().isPresent()) {
                    stopped.add(seen.instrument());
                } else {
                    stopped.remove(seen.instrument());
                }
            }
            if (captured != null && (event instanceof ExchangeEvent.Answered || isAnswering)) {
                captured.add(event);
            } else {
                List.copyOf(clients).forEach(client -> client.frame(() -> List.of(event)));
            }
        }

        /// What is told while a question is answered was told before.
        private boolean isNew(@Nullable List<ExchangeEvent> captured) {
            return captured == null || !isAnswering;
        }

        /// Answers a question that the paper exchange answers by events.
        private List<ExchangeEvent> ask(Runnable question) {
            List<ExchangeEvent> answers = new ArrayList<>();
            capture = answers;
            isAnswering = true;
            question.run();
            isAnswering = false;
            capture = null;
            return answers;
        }

        private Answer place(OrderRequest request) {
            List<ExchangeEvent> answers = new ArrayList<>();
            capture = answers;
            paper.place(request);
            capture = null;
            return ((ExchangeEvent.Answered) answers.getFirst()).answer();
        }

        @Override
        public Session connect(Client client) {
            clients.add(client);
            return new PaperSession(this, client);
        }

        @Override
        public boolean hasStop(InstrumentId instrument) {
            return stopped.contains(instrument);
        }

        @Override
        public void tradeOtherwise(Origin origin, InstrumentId instrument, Side side, BigDecimal quantity) {
            paper.tradeOtherwise(origin, instrument, side, quantity);
        }

        @Override
        public void removeStop(InstrumentId instrument) {
            paper.protect(instrument, Protection.none());
        }

        @Override
        public List<Incident> incidents() {
            return List.of();
        }
    }

    private record PaperSession(PaperAccount account, Client client) implements Session {

        @Override
        public Answer place(OrderRequest request) {
            return account.place(request);
        }

        @Override
        public void cancel(InstrumentId instrument, ClientOrderId id) {
            account.paper.cancel(instrument, id);
        }

        /// Where the stop rests then comes over the stream.
        @Override
        public List<ExchangeEvent> protect(InstrumentId instrument, Protection protection) {
            account.paper.protect(instrument, protection);
            return List.of();
        }

        @Override
        public List<ExchangeEvent> lookUp(InstrumentId instrument, ClientOrderId id, long attempt) {
            return account.ask(() -> account.paper.lookUp(instrument, id, attempt));
        }

        @Override
        public List<ExchangeEvent> resync(Instant since) {
            return account.ask(() -> account.paper.resync(since));
        }

        @Override
        public void close() {
            account.clients.remove(client);
        }
    }
}
