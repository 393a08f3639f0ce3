package io.tradinghub.exchange.bybit.account;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.exchange.RefusalKind;
import io.tradinghub.market.Category;
import io.tradinghub.order.OrderRequest;

/// What Bybit's return codes mean. A code that is not in the table means that the outcome is unknown: to take a live
/// order for dead would double a position, to ask once more costs seconds.
///
/// Source: the error tables of the v5 documentation, and the set that other clients found to be ambiguous.
final class ReturnCodes {
    /// The request bore a time outside its window.
    static final int WRONG_TIME = 10002;
    /// The stop of a position rests there already.
    static final int STOP_NOT_MODIFIED = 34040;
    private static final Map<Integer, Meaning> MEANINGS = table();

    private ReturnCodes() {}

    /// What a code means for the request that got it.
    enum Meaning {
        FIXABLE(RefusalKind.FIXABLE),
        FINAL(RefusalKind.FINAL),
        NOTHING_TO_REDUCE(RefusalKind.NOTHING_TO_REDUCE),
        DUPLICATE(RefusalKind.DUPLICATE),
        RATE(RefusalKind.RATE),
        STOP_TRADING(RefusalKind.STOP_TRADING),
        /// What was asked for is so already: the order has ended, or its setting was set before.
        HOLDS,
        /// Bybit may or may not have done what was asked.
        UNKNOWN;

        private final Optional<RefusalKind> refusal;

        Meaning() {
            this.refusal = Optional.empty();
        }

        Meaning(RefusalKind refusal) {
            this.refusal = Optional.of(refusal);
        }
    }

    static Meaning meaning(int code) {
        return MEANINGS.getOrDefault(code, Meaning.UNKNOWN);
    }

    /// Whether the table names the code.
    static boolean isKnown(int code) {
        return MEANINGS.containsKey(code);
    }

    /// Why the order was never live; empty when it may be. Other clients found that "too many requests" is not always
    /// true, so only an order that can do no harm twice is taken for dead by it.
    static Optional<RefusalKind> refusalOf(OrderRequest order, RestReply.Refusal refused) {
        Optional<RefusalKind> kind = meaning(refused.code()).refusal;
        boolean isEntry = order.isEntry();
        boolean isReduceOnly = !isEntry && order.instrument().category() == Category.LINEAR;
        if (meaning(refused.code()) == Meaning.RATE && !isReduceOnly) {
            return Optional.empty();
        }
        return switch (refused.code()) {
            // Spot has no reduce-only order: one that finds no coins is the same.
            case 170131, 170033 -> isEntry ? kind : Optional.of(RefusalKind.NOTHING_TO_REDUCE);
            // "Qty truncated to zero" of an order that reduces nothing is a matter of its quantity.
            case 110017 -> isEntry ? Optional.of(RefusalKind.FIXABLE) : kind;
            // One code for every bad parameter. Most heal with new rules or another price; this one does not.
            case 10001 -> refused.message().contains("position idx") ? Optional.of(RefusalKind.FINAL) : kind;
            default -> kind;
        };
    }

    private static Map<Integer, Meaning> table() {
        Map<Integer, Meaning> table = new HashMap<>();
        // Parameter, price, quantity or value that the rules of this moment do not allow, or an instrument that does
        // not trade at this moment.
        put(table, Meaning.FIXABLE, -1, 10001, WRONG_TIME, 110003, 110020, 110021, 110063, 110066, 110074, 110092,
                110093, 110094, 110103, 110118, 110120, 110121, 30208, 30209, 170124, 170381, 170382, 170341, 170132,
                170133, 170192, 170193, 170194, 170371, 170372, 170134, 170137, 170148, 170136, 170140, 170144, 170191,
                170212, 170151, 170157, 170159, 170206, 170195, 170196, 170197, 170198, 170199, 170200, 170217, 170218,
                170810);
        // Margin or balance is short, the product or the kind of order is not allowed, or the request itself is wrong.
        put(table, Meaning.FINAL, 10017, 10029, 10032, 10404, 20006, 3100181, 3100197, 3100326, 3400045, 100028, 110004,
                110006, 110007, 110009, 110011, 110012, 110013, 110014, 110018, 110019, 110022, 110023, 110024, 110028,
                110029, 110039, 110040, 110042, 110044, 110045, 110046, 110051, 110052, 110053, 110064, 110085, 110086,
                110089, 110090, 110108, 110109, 110132, 30228, 170105, 170130, 170115, 170116, 170117, 170121, 170131,
                170033, 170145, 170312, 170149, 170150, 170311, 170210, 170313);
        put(table, Meaning.NOTHING_TO_REDUCE, 110017, 110034);
        put(table, Meaning.DUPLICATE, 110072, 170141, 20094, 110030);
        put(table, Meaning.RATE, 10006, 10018, 170222);
        // Key, account or region, and HTTP 401.
        put(table, Meaning.STOP_TRADING, 401, 10003, 10004, 10005, 10007, 10008, 10009, 10010, 10024, 10027, 10028,
                33004, -2015, 110123, 110124, 110125);
        put(table, Meaning.HOLDS, 20001, STOP_NOT_MODIFIED, 110001, 110008, 110010, 110025, 110026, 110027, 110043,
                170139, 170142, 170190, 170143, 170213);
        // Bybit's own trouble, and "being processed, try later", which may be this very order.
        put(table, Meaning.UNKNOWN, 110079, 10000, 10014, 10016, 10019, 10403, 10429, 429, 20003, 40004, 500000,
                170001, 170005, 170007, 170032, 170146, 170147, 170234, 170310);
        return Collections.unmodifiableMap(table);
    }

    private static void put(Map<Integer, Meaning> table, Meaning meaning, int... codes) {
        for (int code : codes) {
            if (table.put(code, meaning) != null) {
                throw new IllegalStateException("return code %d has two meanings".formatted(code));
            }
        }
    }
}
