/** The files that health links give, each at an address of its own for whoever opened the link. */
@NullMarked
package org.healthpassport.api.sharing.file;

import org.jspecify.annotations.NullMarked;
