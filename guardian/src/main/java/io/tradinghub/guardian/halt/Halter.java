package io.tradinghub.guardian.halt;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tradinghub.market.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes halts the way `./hub halt` does: a row in PostgreSQL and its copy in Redis, of which one is enough. It never
/// lifts one. One thread.
///
/// Each is asked for once: what a person resumed stays resumed until its cause begins anew, also over a restart of the
/// guardian, since the rows say what was asked. While PostgreSQL is away the copy alone holds, and the row follows
/// unless a person has resumed the bot by then.
public final class Halter {
    private static final Logger LOG = LoggerFactory.getLogger(Halter.class);
    private final HaltRows rows;
    private final HaltCopies copies;
    private final Set<Halt.Key> settled = new HashSet<>();
    private final Map<Halt.Key, Halt> withoutRow = new LinkedHashMap<>();
    private String complaint = "";

    public Halter(HaltRows rows, HaltCopies copies) {
        this.rows = rows;
        this.copies = copies;
    }

    /// Asks for all of these that were not asked for yet.
    public void ask(List<Halt> wanted) {
        boolean isTold = true;
        for (Halt halt : wanted) {
            if (!settled.contains(halt.key())) {
                isTold &= ask(halt);
            }
        }
        List<Halt.Key> keys = wanted.stream().map(Halt::key).toList();
        settled.retainAll(keys);
        withoutRow.keySet().retainAll(keys);
        if (isTold) {
            complaint = "";
        }
    }

    private boolean ask(Halt halt) {
        try {
            if (withoutRow.containsKey(halt.key()) && isResumedMeanwhile(halt)) {
                settle(halt);
                return true;
            }
            HaltRows.Answer answer = rows.ask(halt);
            answer.request().ifPresent(number -> {
                LOG.atWarn().addKeyValue("bot", halt.bot()).addKeyValue("asked", halt.kind())
                        .addKeyValue("request", number).addKeyValue("reason", halt.reason()).log("bot halted");
                copy(halt, Long.toString(number));
            });
            if (answer.isSettled()) {
                settle(halt);
            }
            return true;
        } catch (StoreUnavailableException noRow) {
            boolean isNew = halt.kind() == Halt.Kind.HALT && !withoutRow.containsKey(halt.key());
            return isNew ? haltByCopy(halt, noRow) : complain(noRow);
        }
    }

    private void settle(Halt halt) {
        settled.add(halt.key());
        withoutRow.remove(halt.key());
    }

    private boolean haltByCopy(Halt halt, StoreUnavailableException noRow) {
        if (copy(halt, "-")) {
            LOG.atWarn().addKeyValue("bot", halt.bot()).addKeyValue("reason", halt.reason())
                    .log("bot halted in redis alone, the row follows");
            withoutRow.put(halt.key(), halt);
        }
        return complain(noRow);
    }

    private boolean isResumedMeanwhile(Halt halt) {
        try {
            return !copies.isThere(halt.bot()) && rows.isResumed(halt.bot());
        } catch (StoreUnavailableException _) { // better halted twice than not at all
            return false;
        }
    }

    private boolean copy(Halt halt, String number) {
        try {
            copies.add(halt.bot(), "%s %s guardian".formatted(halt.kind(), number));
            return true;
        } catch (StoreUnavailableException noCopy) {
            return complain(noCopy);
        }
    }

    private boolean complain(StoreUnavailableException failed) {
        String reason = String.valueOf(failed.getMessage());
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.atError().addKeyValue("reason", reason).log("a halt was not taken, trying on");
        }
        return false;
    }
}
