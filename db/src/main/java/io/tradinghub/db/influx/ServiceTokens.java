package io.tradinghub.db.influx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.settings.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one token per service, with the permissions of its role, in that service's file. The server generates tokens
/// without names, so each is identified by its description; a token that is not in its file, or has other permissions
/// than it should, is replaced and revoked.
final class ServiceTokens {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceTokens.class);
    private static final String DESCRIPTION_PREFIX = "hub service ";
    private final OperatorApi operator;
    private final String organisation;
    private final Map<Bucket, String> buckets;
    private final TokenFiles files;

    ServiceTokens(OperatorApi operator, String organisation, Map<Bucket, String> buckets, TokenFiles files) {
        this.operator = operator;
        this.organisation = organisation;
        this.buckets = buckets;
        this.files = files;
    }

    void prepare(List<StoreAccount> accounts) {
        List<Authorization> present = list();
        List<String> kept = new ArrayList<>();
        for (StoreAccount account : accounts) {
            if (account.readsMarketHistory()) {
                kept.add(prepare(account, present));
            }
        }
        for (Authorization old : present) {
            if (!kept.contains(old.id())) {
                operator.delete("/api/v2/authorizations/" + old.id());
                LOG.atInfo().addKeyValue("service", old.service()).log("influx token revoked");
            }
        }
    }

    /// Returns the id of the authorization that is valid now.
    private String prepare(StoreAccount account, List<Authorization> present) {
        Set<Permission> wanted = permissions(account);
        String inFile = files.read(account.name()).map(Secret::reveal).orElse("");
        Optional<Authorization> valid = present.stream()
                .filter(found -> found.service().equals(account.name()) && found.isActive()
                        && found.token().equals(inFile)
                        && found.permissions().equals(wanted))
                .findFirst();
        if (valid.isPresent()) {
            LOG.atInfo().addKeyValue("service", account.name()).log("influx token valid");
            return valid.get().id();
        }
        JsonNode created = operator.create("/api/v2/authorizations", request(account, wanted));
        files.write(account.name(), Secret.of(created.path("token").asText()));
        LOG.atInfo().addKeyValue("service", account.name()).addKeyValue("file", files.fileOf(account.name()))
                .log("influx token created");
        return created.path("id").asText();
    }

    private Set<Permission> permissions(StoreAccount account) {
        Set<Permission> permissions = new HashSet<>();
        buckets.forEach((bucket, id) -> {
            if (bucket.isReadBy(account.role())) {
                permissions.add(new Permission("read", id));
            }
            if (bucket.isWrittenBy(account.role())) {
                permissions.add(new Permission("write", id));
            }
        });
        return permissions;
    }

    private ObjectNode request(StoreAccount account, Set<Permission> permissions) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("orgID", organisation).put("description", DESCRIPTION_PREFIX + account.name());
        ArrayNode array = body.putArray("permissions");
        for (Permission permission : permissions) {
            array.addObject().put("action", permission.action()).putObject("resource").put("type", "buckets")
                    .put("id", permission.bucket()).put("orgID", organisation);
        }
        return body;
    }

    /// Lists the tokens of the hub's services, not those that users created.
    private List<Authorization> list() {
        List<Authorization> found = new ArrayList<>();
        for (JsonNode node : operator.get("/api/v2/authorizations?orgID=" + organisation).path("authorizations")) {
            String description = node.path("description").asText();
            if (description.startsWith(DESCRIPTION_PREFIX)) {
                Set<Permission> permissions = new HashSet<>();
                for (JsonNode permission : node.path("permissions")) {
                    permissions.add(new Permission(permission.path("action").asText(),
                            permission.path("resource").path("id").asText(permission.toString())));
                }
                found.add(new Authorization(node.path("id").asText(),
                        description.substring(DESCRIPTION_PREFIX.length()),
                        node.path("token").asText(), node.path("status").asText().equals("active"), permissions));
            }
        }
        return found;
    }

    private record Permission(String action, String bucket) {}

    private record Authorization(String id, String service, String token, boolean isActive,
            Set<Permission> permissions) {}
}
