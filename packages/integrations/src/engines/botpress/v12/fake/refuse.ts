/** An error as v12 words it (contracts/botpress.md §1e). */
export function refuse(statusCode: number, message: string, type = 'Error'): Response {
  const body = { statusCode, type, message, details: '', docs: 'https://botpress.com/docs' };
  return Response.json(body, { status: statusCode });
}
