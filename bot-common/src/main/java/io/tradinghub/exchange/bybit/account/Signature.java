package io.tradinghub.exchange.bybit.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.tradinghub.settings.Secret;

/// Signs requests as Bybit wants it: HMAC-SHA256 in lower-case hexadecimal.
///
/// A REST request signs timestamp, key, receive window and payload without separators, where the payload is the query
/// or the body exactly as sent; a login of the private stream signs `GET/realtime` and its time of expiry.
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    static String of(Secret secret, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with " + ALGORITHM, e);
        }
    }
}
