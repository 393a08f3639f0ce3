/// What tests of every module share: embedded stores and a clock that a test moves.
@NullMarked
package io.tradinghub.testing;

import org.jspecify.annotations.NullMarked;
