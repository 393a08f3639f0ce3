package io.tradinghub.guardian;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Tests on one hub, whose stores start once for all tests of a class and forget what each did.
abstract class OnGuardedHub {
    static GuardianBench hub;

    @BeforeAll
    static void start(@TempDir Path secrets) {
        hub = new GuardianBench(secrets);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void begin() {
        hub.reset();
    }
}
