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

/// One token for each service, with the rights of its role, in the file of that service. The server makes the tokens
/// and gives them no name, so each is known by its description; one that is in no file, or has other rights than it
/// should, is replaced and deleted.
final class ServiceTokens {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceTokens.class);
    private static final String MARK = "hub service ";
    private final OperatorApi server;
    private final String organisation;
    private final Map<Bucket, String> buckets;
    private final TokenFiles files;

    ServiceTokens(OperatorApi server, String organisation, Map<Bucket, String> buckets, TokenFiles files) {
        this.server = server;
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
                server.delete("/api/v2/authorizations/" + old.id());
                LOG.atInfo().addKeyValue("service", old.service()).log("influx token revoked");
            }
        }
    }

    /// Answers the id of the authorization that is in force now.
    private String prepare(StoreAccount account, List<Authorization> present) {
        Set<Right> wanted = rights(account);
        String inFile = files.read(account.name()).map(Secret::reveal).orElse("");
        Optional<Authorization> good = present.stream()
                .filter(found -> found.service().equals(account.name()) && found.isActive()
                        && found.token().equals(inFile)
                        && found.rights().equals(wanted))
                .findFirst();
        if (good.isPresent()) {
            LOG.atInfo().addKeyValue("service", account.name()).log("influx token in force");
            return good.get().id();
        }
        JsonNode made = server.create("/api/v2/authorizations", request(account, wanted));
        files.write(account.name(), Secret.of(made.path("token").asText()));
        LOG.atInfo().addKeyValue("service", account.name()).addKeyValue("file", files.fileOf(account.name()))
                .log("influx token made");
        return made.path("id").asText();
    }

    private Set<Right> rights(StoreAccount account) {
        Set<Right> rights = new HashSet<>();
        buckets.forEach((bucket, id) -> {
            if (bucket.isReadBy(account.role())) {
                rights.add(new Right("read", id));
            }
            if (bucket.isWrittenBy(account.role())) {
                rights.add(new Right("write", id));
            }
        });
        return rights;
    }

    private ObjectNode request(StoreAccount account, Set<Right> rights) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("orgID", organisation).put("description", MARK + account.name());
        ArrayNode permissions = body.putArray("permissions");
        for (Right right : rights) {
            permissions.addObject().put("action", right.action()).putObject("resource").put("type", "buckets")
                    .put("id", right.bucket()).put("orgID", organisation);
        }
        return body;
    }

    /// The tokens of the hub's services; tokens that people made are theirs.
    private List<Authorization> list() {
        List<Authorization> found = new ArrayList<>();
        for (JsonNode node : server.find("/api/v2/authorizations?orgID=" + organisation).path("authorizations")) {
            String description = node.path("description").asText();
            if (description.startsWith(MARK)) {
                Set<Right> rights = new HashSet<>();
                for (JsonNode permission : node.path("permissions")) {
                    rights.add(new Right(permission.path("action").asText(),
                            permission.path("resource").path("id").asText(permission.toString())));
                }
                found.add(new Authorization(node.path("id").asText(), description.substring(MARK.length()),
                        node.path("token").asText(), node.path("status").asText().equals("active"), rights));
            }
        }
        return found;
    }

    private record Right(String action, String bucket) {}

    private record Authorization(String id, String service, String token, boolean isActive, Set<Right> rights) {}
}
