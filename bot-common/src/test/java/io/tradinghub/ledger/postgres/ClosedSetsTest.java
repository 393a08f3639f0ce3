package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.tradinghub.market.Category;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import io.tradinghub.status.Health;
import io.tradinghub.status.postgres.HealthRow;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each CHECK of the schema lists exactly the names of its enum, so that a name added without a migration fails here.
class ClosedSetsTest {
    private static final Pattern WORD = Pattern.compile("'(\\w+)'");
    private static PostgresServer postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    private static Stream<Arguments> closedSets() {
        return Stream.of(
                closedSet("risk_events", "rule", RiskRule.values()),
                closedSet("fills", "origin", Origin.values()),
                closedSet("fills", "side", Side.values()),
                closedSet("fills", "liquidity", Fill.Liquidity.values()),
                closedSet("fills", "commission_asset", Fee.Asset.values()),
                closedSet("orders", "side", Side.values()),
                closedSet("orders", "status", OrderStatus.values()),
                closedSet("orders", "time_in_force", OrderRequest.TimeInForce.values()),
                closedSet("account_claims", "kind", LedgerEntry.Claim.Kind.values()),
                closedSet("bot_health", "work", Health.Work.values()),
                closedSet("bot_health", "process", HealthRow.Speaker.values()));
    }

    private static Arguments closedSet(String table, String column, Enum<?>[] names) {
        return Arguments.of(table, column, Arrays.stream(names).map(Enum::name).toList());
    }

    @ParameterizedTest
    @MethodSource("closedSets")
    void aColumnTakesExactlyTheNamesOfItsEnum(String table, String column, List<String> names) {
        assertThat(wordsOf(table, column)).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void everyTableTakesExactlyTheModesAndCategories() {
        List<String> modes = Arrays.stream(HubMode.values()).map(mode -> mode.name().toLowerCase(Locale.ROOT)).toList();
        for (String table : tablesWith("mode")) {
            assertThat(wordsOf(table, "mode")).as(table).containsExactlyInAnyOrderElementsOf(modes);
        }
        List<String> categories = Arrays.stream(Category.values()).map(Category::wireName).toList();
        for (String table : new String[]{"orders", "fills", "funding_payments", "stops", "account_claims"}) {
            assertThat(wordsOf(table, "category")).as(table).containsExactlyInAnyOrderElementsOf(categories);
        }
    }

    private static String[] tablesWith(String column) {
        return postgres.row("""
                SELECT string_agg(c.relname, ' ') FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = '%s'
                WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace""".formatted(column)).split(" ");
    }

    private static List<String> wordsOf(String table, String column) {
        String check = postgres.row("""
                SELECT pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid = '%s'::regclass AND conname = '%s_%s_check'""".formatted(table, table, column));
        return WORD.matcher(check).results().map((MatchResult word) -> word.group(1)).toList();
    }
}
