package org.healthpassport.api.sharing.link;

/**
 * How often strangers may ask.
 *
 * @param ofLink for what one link gives
 * @param ofFiles for files of one link, of which an opening gives many
 * @param ofStrangers from one address, for what there is not
 */
record LinkLimits(RequestLimit ofLink, RequestLimit ofFiles, RequestLimit ofStrangers) {}
