package io.tradinghub.guardian.channel;

import java.util.Properties;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

/// Sends mail through a server of the user's.
final class EmailChannel implements Channel {
    private static final String TIMEOUT_MILLIS = "10000";
    private final EmailSettings settings;

    EmailChannel(EmailSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public void send(Message message) throws DeliveryException {
        Session session = Session.getInstance(properties());
        try {
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom(new InternetAddress(settings.from(), true));
            mail.setRecipients(RecipientType.TO, InternetAddress.parse(settings.to(), true));
            mail.setSubject("[%s] %s".formatted(message.hub(), message.headline()), "UTF-8");
            mail.setText(message.text(), "UTF-8");
            try (Transport transport = session.getTransport()) {
                if (settings.login().isPresent()) {
                    EmailSettings.Login login = settings.login().get();
                    transport.connect(login.user(), login.password().reveal());
                } else {
                    transport.connect();
                }
                mail.saveChanges();
                transport.sendMessage(mail, mail.getAllRecipients());
            }
        } catch (AuthenticationFailedException _) {
            throw new DeliveryException("%s refused user and password".formatted(settings.server()));
        } catch (MessagingException e) {
            throw new DeliveryException("%s:%d did not take it: %s".formatted(settings.server(), settings.port(),
                    firstLine(e)));
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", settings.server());
        properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
        properties.setProperty("mail.smtp.auth", Boolean.toString(settings.login().isPresent()));
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.security()) {
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case NONE -> {}
        }
        return properties;
    }

    private static String firstLine(MessagingException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given").strip();
    }
}
