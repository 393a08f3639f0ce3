package io.tradinghub.guardian.channel;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tradinghub.settings.Secret;

/// Sends to a chat as a bot of Telegram (Bot API, sendMessage).
final class TelegramChannel implements Channel {
    private final Http http;
    private final URI api;
    private final Secret token;
    private final String chat;
    private final ObjectMapper json = new ObjectMapper();

    TelegramChannel(Http http, URI api, Secret token, String chat) {
        this.http = http;
        this.api = api;
        this.token = token;
        this.chat = chat;
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public void send(Message message) throws DeliveryException {
        String body = json.createObjectNode().put("chat_id", chat).put("text", message.text())
                .put("disable_web_page_preview", true).toString();
        HttpResponse<String> response = http.post(method(), body);
        JsonNode answer = parsed(response.body());
        if (response.statusCode() == 200 && answer.path("ok").asBoolean()) {
            return;
        }
        String description = answer.path("description").asText("no reason given");
        throw new DeliveryException("Telegram answered %d: %s".formatted(response.statusCode(), description),
                Optional.of(answer.at("/parameters/retry_after")).filter(JsonNode::isNumber)
                        .map(seconds -> Duration.ofSeconds(seconds.asLong())));
    }

    private URI method() throws DeliveryException {
        try {
            return URI.create("%s/bot%s/sendMessage".formatted(api, token.reveal()));
        } catch (IllegalArgumentException _) {
            throw new DeliveryException("secrets/alert_telegram_token holds no token of a Telegram bot");
        }
    }

    private JsonNode parsed(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }
}
