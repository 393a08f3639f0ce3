package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradinghub.settings.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Vectors made with another implementation of HMAC-SHA256.
class SignatureTest {
    private static final Secret SECRET = Secret.of("demo-secret-0123456789");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET/realtime1700000010000 | a8a8d742dd131b7244898418ae65add5e8ec5dbf1332021a9fa966b0f1dbbab2
            1700000000000demoKey015000 | 9c2fba7a17a76b6bc3d47b800535bd46c9e7b6e4e88d8317608fea2d5af799db
            1700000000000demoKey015000category=linear&symbol=BTCUSDT \
            | a4d737305cb8aef7a5c7ab2aa0096062f344f23c98a185cf248129e98cee8b2e
            """)
    void signsAsBybitChecks(String text, String signature) {
        assertThat(Signature.of(SECRET, text)).isEqualTo(signature);
    }
}
