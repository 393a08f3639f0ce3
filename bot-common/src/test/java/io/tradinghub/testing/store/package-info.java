/// Servers and lines for the tests of what talks to stores.
@NullMarked
package io.tradinghub.testing.store;

import org.jspecify.annotations.NullMarked;
