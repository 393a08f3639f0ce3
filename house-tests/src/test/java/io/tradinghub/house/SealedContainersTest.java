package io.tradinghub.house;

import static io.tradinghub.house.ComposeFile.at;
import static io.tradinghub.house.ComposeFile.list;
import static io.tradinghub.house.ComposeFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the compose files promise about every container, held on the text, where no Docker engine is needed.
/// `.ci/docker` asks the engine.
class SealedContainersTest {
    private static final Pattern PINNED = Pattern
            .compile("[a-z0-9./-]+:(v?\\d+\\.\\d+[\\w.-]*|\\$\\{HUB_VERSION:-dev})");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|TOKEN|SECRET|API_KEY).*");
    private static final ComposeFile HUB = ComposeFile.read("docker-compose.yml");

    static List<Map.Entry<String, Map<?, ?>>> services() {
        List<Map.Entry<String, Map<?, ?>>> services = new ArrayList<>(HUB.services().entrySet());
        ComposeFile.read("docker-compose.sim.yml").services().entrySet().stream()
                .filter(service -> service.getKey().equals("bybit-sim")).forEach(services::add);
        return services;
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyContainerRunsWithoutRights(Map.Entry<String, Map<?, ?>> service) {
        Map<?, ?> it = service.getValue();
        assertThat(it.get("user")).asString().matches("[1-9]\\d*:\\d+");
        assertThat(it.get("read_only")).isEqualTo(true);
        assertThat(it.get("cap_drop")).isEqualTo(List.of("ALL"));
        assertThat(list(it.get("cap_add")))
                .isEqualTo(service.getKey().equals("caddy") ? List.of("NET_BIND_SERVICE") : List.of());
        assertThat(list(it.get("security_opt"))).isEqualTo(List.of("no-new-privileges:true"));
        assertThat(it.containsKey("privileged")).isFalse();
        assertThat(it.containsKey("network_mode")).isFalse();
        assertThat(it.toString()).doesNotContain("docker.sock");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyContainerIsBoundedAndWatched(Map.Entry<String, Map<?, ?>> service) {
        Map<?, ?> it = service.getValue();
        assertThat(map(at(it, "deploy", "resources", "limits")).keySet()).map(Object::toString)
                .containsExactlyInAnyOrder("cpus", "memory", "pids");
        assertThat(map(at(it, "logging", "options")).keySet()).map(Object::toString).containsExactlyInAnyOrder(
                "max-size",
                "max-file");
        boolean ownProgram = String.valueOf(it.get("image")).startsWith("trading-hub/");
        assertThat(it.containsKey("healthcheck") || ownProgram).as("a health check here or in the Dockerfile").isTrue();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyImageHasAnExactTagAndNoSecretIsInTheEnvironment(Map.Entry<String, Map<?, ?>> service) {
        assertThat(service.getValue().get("image")).asString().matches(PINNED);
        map(at(service.getValue(), "environment")).keySet().forEach(name -> {
            if (SECRET.matcher(name.toString()).matches()) {
                assertThat(name).asString().endsWith("_FILE");
            }
        });
    }

    @Test
    void imagesOfTheDockerfileHaveExactTags() {
        List<String> images = Pattern.compile("(?m)^FROM (\\S+)")
                .matcher(Reactor.text(Reactor.root().resolve("Dockerfile")))
                .results().map((MatchResult match) -> match.group(1)).toList();
        assertThat(images).isNotEmpty().allMatch(image -> PINNED.matcher(image).matches());
    }

    @Test
    void onlyCaddyPublishesPorts() {
        for (String file : List.of("docker-compose.yml", "docker-compose.override.yml", "docker-compose.sim.yml",
                "docker-compose.lite.yml", "docker-compose.swarm.yml")) {
            ComposeFile.read(file).services().forEach((name, service) -> {
                if (service.containsKey("ports")) {
                    assertThat(name).as(file).isEqualTo("caddy");
                }
            });
        }
        assertThat(list(ComposeFile.read("docker-compose.override.yml").at("services", "caddy", "ports")))
                .isEqualTo(List.of("80:80", "443:443", "443:443/udp"));
    }

    @Test
    void storesHaveNoWayOutAndCaddyNoWayIn() {
        for (String store : List.of("postgres", "redis", "influxdb", "db")) {
            networksOf(store).forEach(network -> assertThat(HUB.at("networks", network, "internal"))
                    .as(store + " in " + network).isEqualTo(true));
        }
        assertThat(networksOf("caddy")).containsExactly("edge");
        assertThat(membersOf("edge")).containsExactly("caddy", "grafana");
    }

    @Test
    void theStoresAreHeldToTheCpusThatTheirLimitPaysFor() {
        assertThat(list(HUB.at("services", "postgres", "entrypoint")).toString())
                .startsWith("[/bin/sh, /usr/local/etc/stores/own-cpus.sh, last, ");
        assertThat(list(HUB.at("services", "redis", "entrypoint")).toString())
                .startsWith("[/bin/sh, /usr/local/etc/stores/own-cpus.sh, first, ");
        assertThat(HUB.at("services", "influxdb", "environment", "GOMAXPROCS")).isEqualTo("1");
        for (String store : List.of("postgres", "redis", "influxdb")) {
            assertThat(HUB.at("services", store, "deploy", "resources", "limits", "cpus")).as(store).isEqualTo("1.00");
        }
    }

    @Test
    void aSmallHostBoundsPostgresInTheSameWays() {
        ComposeFile lite = ComposeFile.read("docker-compose.lite.yml");
        assertThat(namesOfSettings(lite)).containsExactlyInAnyOrderElementsOf(namesOfSettings(HUB));
    }

    private static List<String> namesOfSettings(ComposeFile file) {
        return list(file.at("services", "postgres", "command")).stream().map(Object::toString)
                .filter(word -> word.contains("=")).map(word -> word.substring(0, word.indexOf('='))).toList();
    }

    @Test
    void aBotSharesANetworkWithTheStoresAndWithNobodyElse() {
        for (Object bot : map(HUB.at("x-bots", "services")).keySet()) {
            String name = bot.toString();
            assertThat(networksOf(name)).containsExactlyInAnyOrder(name, "exchange");
            assertThat(membersOf(name)).containsExactlyInAnyOrder(name, "postgres", "redis", "influxdb");
        }
        assertThat(HUB.at("networks", "exchange", "driver_opts", "com.docker.network.bridge.enable_icc"))
                .as("whether members of the way out reach each other").isEqualTo("false");
        assertThat(membersOf("exchange")).doesNotContain("postgres", "redis", "influxdb", "db", "grafana", "caddy");
    }

    @Test
    void everyBotFindsTheSimulatorInItsOwnNetworkAndGoesNowhereElse() {
        ComposeFile simulated = ComposeFile.read("docker-compose.sim.yml");
        List<String> bots = map(HUB.at("x-bots", "services")).keySet().stream().map(Object::toString).toList();
        List<String> places = new ArrayList<>(bots);
        places.add("data");
        assertThat(map(simulated.at("services", "bybit-sim", "networks")).keySet()).map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(places);
        assertThat(simulated.at("services", "bybit-sim", "environment", "SIM_PORT")).isEqualTo("8099");
        assertThat(simulated.at("services", "bybit-sim", "environment", "SIM_CONTROL_PORT"))
                .as("the control API has a port of its own").isEqualTo("8098");
        for (String bot : bots) {
            assertThat(simulated.at("services", bot, "environment", "BYBIT_REST_URL"))
                    .isEqualTo("http://bybit-sim:8099");
            assertThat(simulated.at("services", bot, "environment", "BYBIT_PRIVATE_STREAM_URL"))
                    .isEqualTo("ws://bybit-sim:8099");
        }
    }

    private static Set<String> networksOf(String service) {
        Set<String> networks = new TreeSet<>();
        if (HUB.at("services", service, "networks") instanceof Map<?, ?> attachments) {
            attachments.keySet().forEach(network -> networks.add(network.toString()));
        } else {
            list(HUB.at("services", service, "networks")).forEach(network -> networks.add(network.toString()));
        }
        return networks;
    }

    private static Set<String> membersOf(String network) {
        Set<String> members = new TreeSet<>();
        HUB.services().keySet().stream().filter(service -> networksOf(service).contains(network))
                .forEach(members::add);
        return members;
    }

    @Test
    void theBaseFileHoldsOnASwarm() {
        assertThat(HUB.top().keySet()).map(Object::toString).filteredOn(key -> !key.startsWith("x-"))
                .containsExactlyInAnyOrder("services", "networks", "volumes", "secrets", "configs");
        HUB.services().forEach((name, service) -> {
            assertThat(service.keySet()).as(name).map(Object::toString).doesNotContain("tmpfs", "profiles", "shm_size",
                    "ports",
                    "mem_limit", "cpus", "extends", "container_name", "pids_limit");
            assertThat(service.get("depends_on") instanceof Map).as(name + " depends_on with conditions").isFalse();
        });
    }

    @Test
    void eachBotHasWhatABotNeedsAndNothingOfAnother() {
        List<String> bots = List.of(HUB.at("x-bots", "names").toString().split(","));
        assertThat(map(HUB.at("x-bots", "services")).keySet()).map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(bots);
        for (String bot : bots) {
            Set<String> given = new TreeSet<>();
            list(HUB.at("services", bot, "secrets")).forEach(secret -> given.add(map(secret).get("source").toString()));
            assertThat(given).containsExactlyInAnyOrder(bot + "_postgres_password", bot + "_redis_password",
                    bot + "_influx_token",
                    bot + "_bybit_api_key", bot + "_bybit_api_secret");
            assertThat(map(HUB.at("secrets")).keySet()).map(Object::toString).containsAll(given);
            assertThat(HUB.at("services", bot, "environment", "BOT_ID")).isEqualTo(bot);
            assertThat(list(HUB.at("services", bot, "volumes")).getFirst()).isEqualTo(bot + ":/data");
            assertThat(map(HUB.at("volumes")).keySet()).map(Object::toString).contains(bot);
            assertThat(HUB.at("services", bot, "environment", "INTENT_FILE")).isEqualTo("/data/exits.log");
            assertThat(HUB.at("services", bot, "ulimits", "nofile")).isEqualTo(1024);
            assertThat(HUB.at("services", bot, "sysctls", "net.ipv4.ip_local_port_range"))
                    .as("48 connections to one store").isEqualTo("32768 32815");
            assertThat(list(HUB.at("services", "db", "secrets")).toString())
                    .contains("source=" + bot + "_postgres_password",
                            "source=" + bot + "_redis_password")
                    .doesNotContain("bybit");
        }
        assertThat(bots).hasSizeGreaterThanOrEqualTo(3);
        assertThat(HUB.at("services", "db", "environment", "BOTS")).isEqualTo(String.join(",", bots));
    }
}
