package io.tradinghub.db.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import io.tradinghub.settings.Secret;

/// The SCRAM verifier that PostgreSQL stores for a password (RFC 5802, PostgreSQL documentation "pg_authid"). Computing
/// it here keeps the password out of SQL statements and server logs.
final class ScramVerifier {
    private static final Pattern FORM = Pattern.compile("SCRAM-SHA-256\\$(\\d+):([^$]+)\\$([^:]+):(.+)");
    private static final int ITERATIONS = 4096;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;

    private ScramVerifier() {}

    /// Computes a verifier with a new salt.
    static String of(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return of(password, ITERATIONS, salt);
    }

    /// Whether the stored verifier belongs to this password.
    static boolean matches(String verifier, Secret password) {
        Matcher parts = FORM.matcher(verifier);
        return parts.matches()
                && of(password, Integer.parseInt(parts.group(1)), Base64.getDecoder().decode(parts.group(2)))
                        .equals(verifier);
    }

    private static String of(Secret password, int iterations, byte[] salt) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.reveal().toCharArray(), salt, iterations, KEY_BITS);
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            Base64.Encoder text = Base64.getEncoder();
            return "SCRAM-SHA-256$%d:%s$%s:%s".formatted(iterations, text.encodeToString(salt),
                    text.encodeToString(storedKey),
                    text.encodeToString(hmac(salted, "Server Key")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2 and SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
