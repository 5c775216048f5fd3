/** The ports of the standalone process and the addresses behind them. */
@NullMarked
package org.healthpassport.standalone.network;

import org.jspecify.annotations.NullMarked;
