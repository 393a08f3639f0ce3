package io.tradinghub.settings;

/// The value of one setting, good or not: a faulty one is already listed by its [SettingsReader], and only
/// [SettingsReader#combine] may ask for it.
@FunctionalInterface
public interface Setting<T> {

    T get();
}
