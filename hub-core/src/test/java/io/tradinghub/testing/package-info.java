/// What tests of every module share: stores, embedded or in containers, and a clock that a test moves.
@NullMarked
package io.tradinghub.testing;

import org.jspecify.annotations.NullMarked;
