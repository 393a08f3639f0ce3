package io.tradinghub.guardian.channel;

import java.net.http.HttpResponse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.guardian.alert.Alert;
import io.tradinghub.guardian.alert.Notice;
import io.tradinghub.settings.Secret;

/// Posts JSON to an address of the user's: `text` is what the other channels show, and `alerts` holds the single ones.
/// Any status of 200 to 299 means that it was taken.
final class WebhookChannel implements Channel {
    private final Http http;
    private final Secret address;
    private final ObjectMapper json = new ObjectMapper();

    WebhookChannel(Http http, Secret address) {
        this.http = http;
        this.address = address;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void send(Message message) throws DeliveryException {
        ObjectNode body = json.createObjectNode().put("hub", message.hub()).put("headline", message.headline())
                .put("text", message.text());
        ArrayNode alerts = body.putArray("alerts");
        message.notices().forEach(notice -> add(alerts.addObject(), notice));
        HttpResponse<String> response = http.post(SecretAddress.of(address, "alert_webhook_url"), body.toString());
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            throw new DeliveryException("the webhook answered " + response.statusCode());
        }
    }

    private static void add(ObjectNode node, Notice notice) {
        Alert alert = notice.alert();
        node.put("news", notice.kind().name()).put("id", alert.id().toString())
                .put("rule", alert.condition().rule().name()).put("title", alert.condition().title())
                .put("subject", alert.condition().subject())
                .put("severity", alert.condition().rule().severity().name())
                .put("detail", alert.condition().detail()).put("beganAt", alert.beganAt().toString());
        alert.endedAt().ifPresent(at -> node.put("endedAt", at.toString()));
    }
}
