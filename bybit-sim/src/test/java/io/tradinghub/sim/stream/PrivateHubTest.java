package io.tradinghub.sim.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.exchange.AccountUpdate;
import io.tradinghub.sim.exchange.WalletState;
import io.tradinghub.sim.fault.Fault;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.ApiKeys;
import io.tradinghub.sim.key.Signature;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.signed.Authenticator;
import io.tradinghub.sim.wire.Json;
import org.junit.jupiter.api.Test;

/// What time and faults do to `/v5/private`, on manual time.
class PrivateHubTest {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private final ManualTime time = new ManualTime(HubFixture.START);
    private final SimFaults faults = new SimFaults(time::nanos);
    private final ApiKeys keys = new ApiKeys(
            List.of(SimAccount.trading("key", "secret", 7, HubFixture.START).key()));
    private final PrivateHub hub = new PrivateHub(faults, new Authenticator(keys, faults, time), time::nanos);
    private final Recorder recorder = new Recorder();

    /// Keeps what the hub sends.
    private static final class Recorder implements ClientSocket {
        private final List<ObjectNode> received = new ArrayList<>();
        private boolean isCut;

        @Override
        public void send(String frame) {
            received.add(Json.read(frame).orElseThrow());
        }

        @Override
        public void cut() {
            isCut = true;
        }

        List<ObjectNode> take() {
            List<ObjectNode> taken = List.copyOf(received);
            received.clear();
            return taken;
        }
    }

    private SocketSession listening() {
        SocketSession session = hub.connect(recorder, "127.0.0.1", IDLE);
        long expires = HubFixture.START.toEpochMilli() + 10_000;
        String signature = Signature.of(("GET/realtime" + expires).getBytes(StandardCharsets.UTF_8), "secret");
        session.received("{\"op\":\"auth\",\"args\":[\"key\",%d,\"%s\"]}".formatted(expires, signature));
        session.received("{\"op\":\"subscribe\",\"args\":[\"wallet\"]}");
        recorder.take();
        return session;
    }

    private static AccountUpdate walletUpdate(long sequence) {
        BigDecimal zero = BigDecimal.ZERO;
        WalletState wallet = new WalletState(zero, zero, zero, zero, zero, zero, zero, List.of());
        return new AccountUpdate(7, "BTCUSDT", sequence, sequence, List.of(), List.of(), List.of(),
                Optional.of(wallet));
    }

    @Test
    void holdsFramesAndRequestsBackDuringAStallAndKeepsTheirOrder() {
        SocketSession session = listening();
        faults.stall(Duration.ofSeconds(30));
        session.received("{\"op\":\"ping\",\"req_id\":\"1\"}");
        hub.push(List.of(walletUpdate(1)));
        hub.push(List.of(walletUpdate(2)));
        assertThat(recorder.take()).isEmpty();
        time.passReal(Duration.ofSeconds(31));
        session.received("{\"op\":\"ping\",\"req_id\":\"2\"}");
        hub.push(List.of());

        List<ObjectNode> frames = recorder.take();
        assertThat(frames).filteredOn(frame -> frame.has("op")).extracting(frame -> frame.path("req_id").asText())
                .containsExactly("1", "2");
        assertThat(frames).filteredOn(frame -> frame.has("topic"))
                .extracting(frame -> frame.path("creationTime").asLong()).containsExactly(1L, 2L);
    }

    @Test
    void answersPingsWhileItWithholdsData() {
        SocketSession session = listening();
        faults.withholdData(Duration.ofSeconds(30));
        hub.push(List.of(walletUpdate(1)));
        session.received("{\"op\":\"ping\"}");
        assertThat(recorder.take()).singleElement()
                .satisfies(frame -> assertThat(frame.path("op").asText()).isEqualTo("pong"));
        time.passReal(Duration.ofSeconds(31));
        hub.push(List.of(walletUpdate(2)));

        assertThat(recorder.take()).singleElement()
                .satisfies(frame -> assertThat(frame.path("creationTime").asLong()).isEqualTo(2));
    }

    @Test
    void cutsAConnectionAfterItsIdleTimeUnlessThereIsAPing() {
        SocketSession session = listening();
        time.passReal(IDLE);
        session.received("{\"op\":\"ping\"}");
        time.passReal(IDLE);
        hub.cutIdle();
        assertThat(recorder.isCut).isFalse();
        time.passReal(Duration.ofSeconds(1));
        hub.cutIdle();

        assertThat(recorder.isCut).isTrue();
    }

    @Test
    void losesAndRepeatsFramesOnDemand() {
        SocketSession session = listening();
        faults.arm(Fault.LOSE, 1);
        hub.push(List.of(walletUpdate(1)));
        faults.arm(Fault.DUPLICATE, 1);
        hub.push(List.of(walletUpdate(2)));
        session.disconnected();
        hub.push(List.of(walletUpdate(3)));

        assertThat(recorder.take()).extracting(frame -> frame.path("creationTime").asLong()).containsExactly(2L, 2L);
    }

    @Test
    void refusesConnectionsForAWhile() {
        faults.refuseConnections(Duration.ofSeconds(5));
        listening();

        assertThat(recorder.isCut).isTrue();
    }
}
