/// What keeps a program observable and lets it end well: start and exit codes, heartbeat, counters, ordered close.
/// Start at [io.tradinghub.operations.Program].
@NullMarked
package io.tradinghub.operations;

import org.jspecify.annotations.NullMarked;
