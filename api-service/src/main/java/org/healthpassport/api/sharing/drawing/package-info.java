/** The work of the QR worker: texts sealed for it, its reports, and repeated requests to it. */
@NullMarked
package org.healthpassport.api.sharing.drawing;

import org.jspecify.annotations.NullMarked;
