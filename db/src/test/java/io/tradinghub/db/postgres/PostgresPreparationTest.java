package io.tradinghub.db.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.testing.EmptyPostgres;
import io.tradinghub.db.testing.TestAccounts;
import io.tradinghub.settings.PostgresSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresPreparationTest {
    private static final String ONE = "bot_1_momentum";
    private static final String TWO = "bot_2_mean_reversion";
    private static EmptyPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmptyPostgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void prepare() {
        PostgresPreparation.run(postgres.owner(), TestAccounts.with(ONE, TWO));
    }

    @Test
    void everyRoleLogsInWithItsOwnPasswordOnly() throws Exception {
        for (String name : List.of("recorder", "grafana", "backup", "guardian", ONE, TWO)) {
            assertThat(EmptyPostgres.query(as(name), "SELECT current_user")).isEqualTo(name);
        }
        PostgresSettings wrongPassword = postgres.as(ONE, TestAccounts.postgresPassword(TWO, ""));
        assertThatThrownBy(() -> EmptyPostgres.query(wrongPassword, "SELECT 1"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        String before = fingerprint();
        PostgresPreparation.run(postgres.owner(), TestAccounts.with(ONE, TWO));
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void aNewPasswordReplacesTheOldOne() throws Exception {
        List<StoreAccount> rotated = new ArrayList<>(TestAccounts.with(TWO));
        rotated.add(TestAccounts.of(ONE, Role.BOT, "-new"));
        PostgresPreparation.run(postgres.owner(), rotated);
        assertThat(EmptyPostgres.query(postgres.as(ONE, TestAccounts.postgresPassword(ONE, "-new")), "SELECT 1"))
                .isEqualTo("1");
        assertThatThrownBy(() -> EmptyPostgres.query(as(ONE), "SELECT 1"))
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void aRemovedBotLosesLoginAndConnectionsAndKeepsItsRows() throws Exception {
        EmptyPostgres.execute(as(TWO),
                "INSERT INTO bot_leases VALUES ('%s', 1, 'me', now()) ON CONFLICT DO NOTHING".formatted(TWO));
        try (Connection open = EmptyPostgres.connect(as(TWO))) {
            PostgresPreparation.run(postgres.owner(), TestAccounts.with(ONE));
            assertThat(open.isValid(5)).isFalse();
        }
        assertThatThrownBy(() -> EmptyPostgres.query(as(TWO), "SELECT 1"))
                .hasMessageContaining("authentication failed");
        assertThat(EmptyPostgres.query(postgres.owner(),
                "SELECT rolcanlogin FROM pg_roles WHERE rolname = '%s'".formatted(TWO)))
                .isEqualTo("f");
        assertThat(EmptyPostgres.query(postgres.owner(),
                "SELECT count(*) FROM bot_leases WHERE bot_id = '%s'".formatted(TWO)))
                .isEqualTo("1");
    }

    @Test
    void revokesPrivilegesThatWereGrantedByHand() throws Exception {
        EmptyPostgres.execute(postgres.owner(), "ALTER ROLE %s CREATEDB CREATEROLE BYPASSRLS".formatted(ONE));
        EmptyPostgres.execute(postgres.owner(), "GRANT hub_reader, hub_recorder, pg_write_all_data TO " + ONE);
        prepare();
        assertThat(EmptyPostgres.query(postgres.owner(), """
                SELECT concat_ws(' ', rolcreatedb, rolcreaterole, rolbypassrls,
                    (SELECT string_agg(roleid::regrole::text, ',') FROM pg_auth_members WHERE member = r.oid))
                FROM pg_roles r WHERE rolname = '%s'""".formatted(ONE))).isEqualTo("f f f hub_bot");
    }

    @Test
    void aBotThatTakesAllItsConnectionsLeavesTheOthersTheirs() throws Exception {
        List<Connection> taken = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                for (int number = 0; number < 50; number++) {
                    taken.add(EmptyPostgres.connect(as(ONE)));
                }
            }).hasMessageContaining("too many connections for role");
            assertThat(taken).hasSize(4);
            assertThat(EmptyPostgres.query(as(TWO), "SELECT 1")).isEqualTo("1");
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void aSortThatSpillsPastItsLimitEndsAndNothingElse() {
        assertThatThrownBy(() -> EmptyPostgres.query(as(ONE),
                "SELECT max(n) FROM (SELECT n FROM generate_series(1, 3000000) n ORDER BY md5(n::text)) sorted"))
                .hasMessageContaining("temporary file size exceeds");
    }

    @Test
    void moreBotsThanConnectionsAreRefusedWithTheNumberThatIsNeeded() {
        String[] many = IntStream.rangeClosed(1, 80).mapToObj("bot_%d_x"::formatted).toArray(String[]::new);
        assertThatThrownBy(() -> PostgresPreparation.run(postgres.owner(), TestAccounts.with(many)))
                .isInstanceOf(PreparationException.class)
                .hasMessageContaining("POSTGRES_MAX_CONNECTIONS to 358 or more");
        assertThatCode(() -> EmptyPostgres.query(as(ONE), "SELECT 1")).doesNotThrowAnyException();
    }

    @Test
    void storesOnlyVerifiersOfPasswords() throws Exception {
        assertThat(EmptyPostgres.query(postgres.owner(),
                "SELECT rolpassword FROM pg_authid WHERE rolname = '%s'".formatted(ONE)))
                .startsWith("SCRAM-SHA-256$");
    }

    @Test
    void keepsOldEquityHourlyAndTheSnapshotOfHighestEarnings() throws Exception {
        EmptyPostgres.execute(as(ONE),
                "INSERT INTO bot_leases VALUES ('%s', 1, 'me', now()) ON CONFLICT DO NOTHING".formatted(ONE));
        EmptyPostgres.execute(as(ONE),
                """
                        INSERT INTO equity_snapshots
                            (bot_id, mode, at, equity, realised_pnl, unrealised_pnl, fees, funding)
                        SELECT '%s', 'paper', at, 1000 + earned, earned, 0, 0, 0
                        FROM (SELECT date_trunc('hour', now()) - age + minute * interval '1 minute' AS at,
                                     CASE WHEN age > interval '90 days' AND minute = 7 THEN 500 ELSE minute END
                                     AS earned
                              FROM unnest(ARRAY[interval '100 days', interval '2 days']) AS age,
                                   generate_series(0, 59) AS minute) minutes
                        """
                        .formatted(ONE));
        prepare();
        assertThat(EmptyPostgres.query(postgres.owner(),
                """
                        SELECT string_agg(extract(minute FROM at)::int::text, ' ' ORDER BY at)
                               FILTER (WHERE at < now() - interval '90 days')
                               || ' of old, ' || count(*) FILTER (WHERE at >= now() - interval '90 days') || ' of new'
                        FROM equity_snapshots"""))
                .isEqualTo("7 59 of old, 60 of new");
    }

    @Test
    void alertsThatEndedLongAgoAreDeleted() throws Exception {
        EmptyPostgres.execute(postgres.owner(),
                """
                        INSERT INTO alerts (alert_id, rule, title, subject, detail, severity, began_at, ended_at)
                        SELECT gen_random_uuid(), 'GAP', 'Gap', subject, '', 'WARNING', now() - interval '1 year', ended
                        FROM (VALUES ('lasts', NULL), ('new', now() - interval '179 days'), ('old', now() - interval '181 days'))
                             kept (subject, ended)""");
        prepare();
        assertThat(
                EmptyPostgres.query(postgres.owner(), "SELECT string_agg(subject, ' ' ORDER BY subject) FROM alerts"))
                .isEqualTo("lasts new");
    }

    @Test
    void refusesAnOwnerThatIsAlsoAServiceRole() {
        PostgresSettings recorder = as("recorder");
        assertThatThrownBy(() -> PostgresPreparation.run(recorder, TestAccounts.with(ONE)))
                .isInstanceOf(PreparationException.class);
    }

    private static String fingerprint() throws Exception {
        return EmptyPostgres.query(postgres.owner(),
                """
                        SELECT string_agg(concat_ws(' ', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb,
                            rolcanlogin, rolreplication, rolbypassrls, array_to_string(rolconfig, ';'),
                            (SELECT string_agg(roleid::regrole::text, ',' ORDER BY roleid)
                             FROM pg_auth_members WHERE member = r.oid)),
                            E'\\n' ORDER BY rolname)
                        || (SELECT string_agg(datname || coalesce(datacl::text, ''), E'\\n' ORDER BY datname)
                            FROM pg_database)
                        || (SELECT string_agg(relname || coalesce(relacl::text, ''), E'\\n' ORDER BY relname)
                            FROM pg_class WHERE relnamespace = 'public'::regnamespace)
                        FROM pg_roles r""");
    }

    private static PostgresSettings as(String name) {
        return postgres.as(name, TestAccounts.postgresPassword(name, ""));
    }
}
