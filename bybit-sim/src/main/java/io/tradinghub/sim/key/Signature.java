package io.tradinghub.sim.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Bybit's signatures: HMAC-SHA256 of the bytes that were sent, in lower-case hexadecimal digits.
public final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    public static String of(byte[] signed, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /// Whether the signature is the one of these bytes.
    public static boolean matches(String signature, byte[] signed, String secret) {
        return MessageDigest.isEqual(signature.getBytes(StandardCharsets.UTF_8),
                of(signed, secret).getBytes(StandardCharsets.UTF_8));
    }
}
