/// Fading stretched moves: [io.tradinghub.meanreversion.MeanReversionBot] decides,
/// [io.tradinghub.meanreversion.MeanReversionSettings] says with which parameters.
@NullMarked
package io.tradinghub.meanreversion;

import org.jspecify.annotations.NullMarked;
