/// The signed half of the API, whatever carries it: [io.tradinghub.sim.signed.Authenticator] checks the caller,
/// [io.tradinghub.sim.signed.PrivateApi] answers.
@NullMarked
package io.tradinghub.sim.signed;

import org.jspecify.annotations.NullMarked;
