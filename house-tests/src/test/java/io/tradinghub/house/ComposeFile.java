package io.tradinghub.house;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.yaml.snakeyaml.Yaml;

/// A file of the containers, read as YAML with its anchors and merges resolved.
record ComposeFile(Map<?, ?> top) {

    static ComposeFile read(String name) {
        return new ComposeFile(map(new Yaml().load(Reactor.text(Reactor.root().resolve(name)))));
    }

    /// The services by name.
    Map<String, Map<?, ?>> services() {
        Map<String, Map<?, ?>> services = new TreeMap<>();
        map(at("services")).forEach((name, service) -> services.put((String) name, map(service)));
        return services;
    }

    /// What stands at the end of the path.
    Object at(String... path) {
        return at(top, path);
    }

    static Object at(Map<?, ?> from, String... path) {
        Object here = from;
        for (String key : path) {
            Object next = map(here).get(key);
            if (next == null) {
                return Map.of();
            }
            here = next;
        }
        return here;
    }

    static Map<?, ?> map(Object node) {
        if (node instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("no map: " + node);
    }

    static List<?> list(Object node) {
        if (node instanceof List<?> list) {
            return list;
        }
        return List.of();
    }
}
