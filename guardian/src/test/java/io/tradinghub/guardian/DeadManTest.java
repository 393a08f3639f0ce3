package io.tradinghub.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.guardian.channel.DeadManAddress;
import io.tradinghub.settings.SecretFiles;
import io.tradinghub.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadManTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private final List<Runnable> pings = new ArrayList<>();

    @Test
    void anAddressThatNeverAnswersIsAskedOnceAndTold(@TempDir Path secrets) throws IOException {
        Files.writeString(secrets.resolve("guardian_dead_man_url"), "http://127.0.0.1:1/");
        DeadMan deadMan = new DeadMan(Optional.of(
                SettingsReader.read(Map.of(), SecretFiles.in(secrets), DeadManAddress::declare)), pings::add);
        deadMan.judged(NOW);
        deadMan.judged(NOW.plusSeconds(59));
        assertThat(pings).hasSize(1);
        assertThat(deadMan.read().found()).isEmpty();
        deadMan.judged(NOW.plus(DeadMan.INTERVAL));
        assertThat(pings).hasSize(1);
        assertThat(deadMan.read().found()).singleElement()
                .satisfies(found -> assertThat(found.detail()).contains("did not answer within a minute"));
    }

    @Test
    void nobodyIsPingedUnlessAsked() {
        DeadMan deadMan = new DeadMan(Optional.empty(), pings::add);
        deadMan.judged(NOW);
        assertThat(pings).isEmpty();
        assertThat(deadMan.read().found()).isEmpty();
    }
}
