/** A command did what it could and failed; the message says at what. Not about the command line, nor about reaching the api. */
export class CommandFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandFailed';
  }
}
