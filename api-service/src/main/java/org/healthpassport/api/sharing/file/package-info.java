/** The files of health links, each at its own address for the recipients who opened the link. */
@NullMarked
package org.healthpassport.api.sharing.file;

import org.jspecify.annotations.NullMarked;
