package io.tradinghub.exchange.bybit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the other programs of the host of a ban and hears of theirs, every second on a thread of its own. While the
/// board is away, what is known here counts.
final class BanWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BanWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /// Longer than a board that is there takes to answer.
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);
    private final RequestBan ban;
    private final BanBoard board;
    private final Thread thread;
    private boolean wasBanned;
    private boolean failed;

    BanWatch(RequestBan ban, BanBoard board) {
        this.ban = ban;
        this.board = board;
        this.thread = Thread.ofVirtual().name("bybit-ban").unstarted(this::run);
    }

    /// Looks once, so that a program that starts during a ban asks nothing, and goes on by itself.
    static BanWatch open(RequestBan ban, BanBoard board) {
        BanWatch watch = new BanWatch(ban, board);
        watch.look();
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells and hears once. One thread at a time; blocks as long as the board does.
    void look() {
        try {
            Optional<Instant> own = ban.toTell();
            if (own.isPresent()) {
                board.tell(own.get());
                ban.wasTold();
            }
            ban.hear(board.read());
            failed = false;
        } catch (StoreUnavailableException _) {
            // The store says itself that it is away.
        } catch (RuntimeException | Error e) {
            if (!failed) {
                LOG.atError().setCause(e).log("bans of this host are not shared");
            }
            failed = true;
        }
        logChange();
    }

    private void logChange() {
        Optional<Instant> until = ban.until();
        if (until.isPresent() != wasBanned) {
            wasBanned = until.isPresent();
            until.ifPresentOrElse(
                    end -> LOG.atError().addKeyValue("until", end)
                            .log("Bybit bans the address of this host, nothing is sent, exits neither"),
                    () -> LOG.atInfo().log("requests may leave this host again"));
        }
    }

    /// Tells what this program was answered a moment ago, since a command for people ends right after its questions.
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.join(LAST_LOOK) && ban.toTell().isPresent()) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
