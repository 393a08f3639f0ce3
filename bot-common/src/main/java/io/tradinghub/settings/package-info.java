/// Turns the environment and the secret files into one validated record per application, or lists everything that is
/// wrong with them. Start at [io.tradinghub.settings.SettingsReader].
@NullMarked
package io.tradinghub.settings;

import org.jspecify.annotations.NullMarked;
